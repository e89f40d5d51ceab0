-- iris:
SELECT name, count(*) AS companies, string_agg(company, ' | ' ORDER BY company) AS named_by
FROM (SELECT DISTINCT company, unnest(recipient_names) AS name FROM practices WHERE assertion = 'stated')
GROUP BY name
ORDER BY companies DESC, name

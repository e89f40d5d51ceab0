-- iris:
SELECT name, count(DISTINCT company) AS companies, string_agg(DISTINCT company, ' | ' ORDER BY company) AS named_by
FROM (SELECT policy, unnest(recipient_names) AS name FROM practices WHERE assertion = 'stated')
JOIN (SELECT DISTINCT policy, company FROM policies) USING (policy)
GROUP BY name
ORDER BY companies DESC, name

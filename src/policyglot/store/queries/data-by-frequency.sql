-- iris: data
SELECT data, count(DISTINCT company) AS companies, count(*) AS practices
FROM (SELECT company, unnest(data) AS data FROM practices WHERE assertion = 'stated')
GROUP BY data
ORDER BY companies DESC, practices DESC, data

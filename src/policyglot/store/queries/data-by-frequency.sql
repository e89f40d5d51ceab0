-- iris: data
SELECT data, count(DISTINCT company) AS companies, count(DISTINCT practice) AS practices
FROM (SELECT policy, practice, unnest(data) AS data FROM practices WHERE assertion = 'stated')
JOIN (SELECT DISTINCT policy, company FROM policies) USING (policy)
GROUP BY data
ORDER BY companies DESC, practices DESC, data

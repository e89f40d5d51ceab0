-- iris: data example
SELECT company, data, count(DISTINCT practice) AS practices, min(policy) AS example
FROM (SELECT policy, practice, unnest(data) AS data FROM practices WHERE assertion = 'stated')
JOIN (SELECT DISTINCT policy, company FROM policies) USING (policy)
GROUP BY company, data
ORDER BY company, practices DESC, data

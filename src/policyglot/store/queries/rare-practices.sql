-- iris: data purpose
SELECT data, purpose, count(DISTINCT company) AS companies, min(company) AS example
FROM (
  SELECT policy, data, unnest(purposes) AS purpose
  FROM (SELECT policy, purposes, unnest(data) AS data FROM practices WHERE assertion = 'stated')
)
JOIN (SELECT DISTINCT policy, company FROM policies) USING (policy)
GROUP BY data, purpose
ORDER BY companies, data, purpose

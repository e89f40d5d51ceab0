-- iris: data purpose
SELECT data, purpose, count(*) AS companies, min(company) AS example
FROM (
  SELECT DISTINCT company, data, unnest(purposes) AS purpose
  FROM (SELECT company, purposes, unnest(data) AS data FROM practices WHERE assertion = 'stated')
)
GROUP BY data, purpose
ORDER BY companies, data, purpose

-- iris: policy
SELECT company, policy, count(DISTINCT practice) AS practices
FROM practices JOIN (SELECT DISTINCT policy, company FROM policies) USING (policy)
WHERE assertion = 'stated'
GROUP BY company, policy
HAVING count(retention) = 0
ORDER BY company, policy

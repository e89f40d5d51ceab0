-- iris: policy
SELECT company, policy, count(*) AS practices
FROM practices WHERE assertion = 'stated'
GROUP BY company, policy
HAVING count(retention) = 0
ORDER BY company, policy

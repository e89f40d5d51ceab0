-- iris: policy before
WITH
  dated AS (SELECT series, policy, min(date) AS date FROM policies WHERE date IS NOT NULL GROUP BY series, policy),
  linked AS (SELECT policy, date, lag(policy) OVER (PARTITION BY series ORDER BY date, policy) AS before FROM dated)
SELECT company, policy, linked.date, before, practices
FROM (SELECT DISTINCT ON (policy) policy, company, practices FROM policies) LEFT JOIN linked USING (policy)
ORDER BY company, linked.date, policy

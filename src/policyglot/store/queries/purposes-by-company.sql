-- iris: stated
SELECT company, stated, count(DISTINCT practice) AS practices
FROM (SELECT policy, practice, unnest(purposes) AS stated FROM practices WHERE assertion = 'stated')
JOIN (SELECT DISTINCT policy, company FROM policies) USING (policy)
GROUP BY company, stated
ORDER BY company, practices DESC, stated

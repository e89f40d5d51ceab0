-- iris: kind reaches means
WITH offered AS (
  SELECT company, choices.kind, purposes AS reached, choices.means AS ways, addresses
  FROM choices JOIN (SELECT practice, purposes FROM practices WHERE assertion = 'stated') USING (practice)
  UNION ALL
  SELECT company, concept, scope, means, addresses FROM provisions WHERE kind = 'choice' AND assertion = 'stated'
)
SELECT DISTINCT company, kind, reaches, unnest(one_or_null(ways)) AS means, unnest(one_or_null(addresses)) AS address
FROM (SELECT company, kind, unnest(one_or_null(reached)) AS reaches, ways, addresses FROM offered)
ORDER BY company, kind, reaches, means

-- iris: basis purpose
WITH claimed AS (
  SELECT company, unnest(legal_bases) AS basis, purposes AS reached FROM practices WHERE assertion = 'stated'
  UNION ALL
  SELECT company, concept, scope FROM provisions WHERE kind = 'legal-basis' AND assertion = 'stated'
)
SELECT DISTINCT company, basis, unnest(one_or_null(reached)) AS purpose FROM claimed
ORDER BY company, basis, purpose

-- iris: stated
WITH chosen AS (
  SELECT policy, unnest(purposes) AS stated FROM practices WHERE assertion = 'stated' AND len(choices) > 0
  UNION ALL
  SELECT policy, unnest(scope) FROM provisions WHERE kind = 'choice' AND assertion = 'stated'
)
SELECT DISTINCT company, stated
FROM (
  SELECT company, policy, unnest(purposes) AS stated FROM practices WHERE assertion = 'stated'
    AND (list_contains(purposes_within, $purpose) OR list_contains(p3p_purposes, $purpose))  -- only with purpose
)
ANTI JOIN chosen USING (policy, stated)
WHERE stated IN ($purpose_below)  -- only with purpose
ORDER BY company, stated

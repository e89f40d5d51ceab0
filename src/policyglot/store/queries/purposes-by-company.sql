-- iris: stated
SELECT company, stated, count(*) AS practices
FROM (
  SELECT company, unnest(purposes) AS stated FROM practices WHERE assertion = 'stated'
    AND (list_contains(purposes_within, $purpose) OR list_contains(p3p_purposes, $purpose))  -- only with purpose
)
WHERE stated IN ($purpose_below)  -- only with purpose
GROUP BY company, stated
ORDER BY company, practices DESC, stated

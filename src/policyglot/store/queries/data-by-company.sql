-- iris: data example
SELECT company, data, count(*) AS practices, min(policy) AS example
FROM (
  SELECT company, policy, unnest(data) AS data FROM practices WHERE assertion = 'stated'
    AND (list_contains(data_within, $category) OR list_contains(p3p_categories, $category))  -- only with category
)
GROUP BY company, data
ORDER BY company, practices DESC, data

-- iris: data kept
SELECT DISTINCT company, data, kept, duration, event
FROM (
  SELECT company, unnest(one_or_null(data)) AS data, retention AS kept, duration, event
  FROM practices WHERE assertion = 'stated' AND retention IS NOT NULL
    AND (list_contains(data_within, $category) OR list_contains(p3p_categories, $category))  -- only with category
)
WHERE data IN ($category_below)  -- only with category
ORDER BY company, data, kept

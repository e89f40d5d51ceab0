-- iris: data example
WITH
  said AS (
    SELECT company, policy, data FROM practices WHERE assertion = 'stated' AND len(data) > 0
      AND (list_contains(data_within, $category) OR list_contains(p3p_categories, $category))  -- only with category
  ),
  -- Each company has a row at least, so no more of them are counted than rows are asked for.
  shown AS (SELECT DISTINCT company FROM said ORDER BY company LIMIT getvariable('rows'))
SELECT company, data, count(*) AS practices, min(policy) AS example
FROM (SELECT company, policy, unnest(data) AS data FROM said SEMI JOIN shown USING (company))
WHERE data IN ($category_below)  -- only with category
GROUP BY company, data
ORDER BY company, practices DESC, data

-- iris:
SELECT company, names(processing) AS processing, names(data) AS data, names(purposes) AS purposes,
  names(recipients) AS recipients, exact
FROM (
  -- Names are made for the rows that are shown.
  SELECT company, processing, data, purposes, recipients, joined(words) AS exact, practice
  FROM practices
  WHERE assertion = 'denied'
    AND (list_contains(data_within, $category) OR list_contains(p3p_categories, $category))  -- only with category
  ORDER BY company, exact, practice LIMIT getvariable('rows')
)
ORDER BY company, exact, practice

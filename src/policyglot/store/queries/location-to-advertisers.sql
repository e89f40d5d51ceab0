-- iris:
SELECT company, names(data) AS data, names(purposes) AS purposes, joined(recipient_names) AS names,
  list_min(words) AS exact
FROM (
  -- Names are made for the rows that are shown.
  SELECT company, data, purposes, recipient_names, words, practice
  FROM practices
  WHERE assertion = 'stated' AND len(data) > 0
    AND (list_contains(data_within, 'pd:Location') OR list_contains(p3p_categories, 'p3p:location'))
    AND (list_contains(purposes_within, 'dpv:Advertising') OR list_contains(recipients_within, 'pg:Advertiser'))
  ORDER BY company, practice LIMIT getvariable('rows')
)
ORDER BY company, practice

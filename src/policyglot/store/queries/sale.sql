-- iris: data
SELECT DISTINCT company, answer, data, unnest(one_or_null(words)) AS exact
FROM (
  SELECT company, unnest(one_or_null(data)) AS data, words,
    CASE WHEN assertion = 'denied' THEN 'denied' WHEN modality = 'may' THEN 'may' ELSE 'stated' END AS answer
  FROM practices WHERE list_contains(processing, 'pg:Sell')
)
ORDER BY company, answer, data, exact

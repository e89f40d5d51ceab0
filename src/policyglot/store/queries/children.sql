-- iris:
WITH said AS (
  SELECT company, value, CASE assertion WHEN 'stated' THEN 'audience' ELSE 'not an audience' END AS says, words
  FROM provisions WHERE kind = 'audience' AND concept IN ('dpv:Child', 'dpv:ParentOfDataSubject', 'pg:Teenager')
  UNION ALL
  SELECT company, NULL, CASE assertion WHEN 'stated' THEN 'practice' ELSE 'denied practice' END, words
  FROM practices WHERE list_has_any(audiences, ['dpv:Child', 'dpv:ParentOfDataSubject', 'pg:Teenager'])
)
SELECT DISTINCT company, says, value, unnest(one_or_null(words)) AS exact FROM said
ORDER BY company, says, exact

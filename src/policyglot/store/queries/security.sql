-- iris: measure
SELECT DISTINCT company, concept AS measure, unnest(one_or_null(words)) AS exact
FROM provisions
WHERE kind = 'measure' AND assertion = 'stated'
ORDER BY company, measure, exact

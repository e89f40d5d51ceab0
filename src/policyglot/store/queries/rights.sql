-- iris: right means
SELECT DISTINCT company, concept AS "right", assertion, unnest(one_or_null(means)) AS means
FROM provisions WHERE kind = 'right'
ORDER BY company, "right", assertion, means

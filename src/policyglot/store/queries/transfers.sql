-- iris: transfer
SELECT DISTINCT company, concept AS transfer, assertion, value AS place, unnest(one_or_null(words)) AS exact
FROM provisions
WHERE kind = 'transfer'
ORDER BY company, transfer, place

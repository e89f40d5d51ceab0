-- iris: data
SELECT DISTINCT company, 'indefinite' AS answer, unnest(one_or_null(data)) AS data, retention_words AS exact
FROM practices WHERE assertion = 'stated' AND p3p_retention = 'p3p:indefinitely'
UNION ALL
SELECT DISTINCT company, 'unstated', NULL, NULL FROM policies
WHERE policy NOT IN (SELECT policy FROM practices WHERE assertion = 'stated' AND retention IS NOT NULL)
ORDER BY company, answer, data

-- iris: signal response
SELECT DISTINCT company, concept AS signal, 'pg:signal-' || response AS response, unnest(one_or_null(words)) AS exact
FROM provisions
WHERE kind = 'signal' AND assertion = 'stated'
ORDER BY company, signal

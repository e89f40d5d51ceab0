-- iris: processing data
WITH
  denied AS (
    SELECT company, policy, processing, unnest(data) AS data, purposes, recipients, exact
    FROM (
      SELECT company, policy, unnest(processing) AS processing, data, purposes, recipients, list_min(words) AS exact
      FROM practices WHERE assertion = 'denied'
    )
  ),
  stated AS (
    SELECT policy, unnest(processing) AS processing, data_within, purposes_within, recipients_within,
      list_min(words) AS exact
    FROM practices WHERE assertion = 'stated'
  )
SELECT company, denied.processing, denied.data, denied.exact AS denied, stated.exact AS stated
FROM stated JOIN denied ON stated.policy = denied.policy AND stated.processing = denied.processing
WHERE list_contains(stated.data_within, denied.data)
  AND (len(denied.purposes) = 0 OR list_has_any(stated.purposes_within, denied.purposes))
  AND (len(denied.recipients) = 0 OR list_has_any(stated.recipients_within, denied.recipients))
ORDER BY company, denied.processing, denied.data, denied, stated

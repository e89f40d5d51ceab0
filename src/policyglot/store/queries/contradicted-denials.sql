-- iris: processing data
WITH
  words AS (SELECT practice, min(exact) AS exact FROM evidence GROUP BY practice),
  denied AS (
    SELECT policy, practice, processing, unnest(data) AS data, purposes, recipients
    FROM (
      SELECT policy, practice, unnest(processing) AS processing, data, purposes, recipients
      FROM practices WHERE assertion = 'denied'
    )
  ),
  stated AS (
    SELECT policy, practice, unnest(processing) AS processing, data_within, purposes_within, recipients_within
    FROM practices WHERE assertion = 'stated'
  )
SELECT DISTINCT company, denied.processing, denied.data, no.exact AS denied, yes.exact AS stated
FROM denied
JOIN stated ON stated.policy = denied.policy AND stated.processing = denied.processing
  AND list_contains(stated.data_within, denied.data)
  AND (len(denied.purposes) = 0 OR list_has_any(stated.purposes_within, denied.purposes))
  AND (len(denied.recipients) = 0 OR list_has_any(stated.recipients_within, denied.recipients))
JOIN (SELECT DISTINCT policy, company FROM policies) AS named ON named.policy = denied.policy
LEFT JOIN words AS no ON no.practice = denied.practice
LEFT JOIN words AS yes ON yes.practice = stated.practice
ORDER BY ALL

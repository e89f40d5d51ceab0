-- iris: processing data
WITH
  -- A row a thing denied: a text or null is joined far quicker than a list, which is copied for every pair.
  denials AS (
    SELECT policy, unnest(processing) AS processing, data, one_or_null(purposes) AS purposes,
      one_or_null(recipients) AS recipients, list_min(words) AS exact
    FROM practices WHERE assertion = 'denied'
  ),
  aimed AS (SELECT * EXCLUDE (purposes), unnest(purposes) AS purpose FROM denials),
  reaching AS (SELECT * EXCLUDE (recipients), unnest(recipients) AS recipient FROM aimed),
  denied AS (SELECT * EXCLUDE (data), unnest(data) AS data FROM reaching),
  stated AS (
    SELECT company, policy, unnest(processing) AS processing, data_within, purposes_within, recipients_within, words
    FROM practices WHERE assertion = 'stated'
  )
SELECT DISTINCT company, stated.processing, denied.data, exact AS denied, list_min(words) AS stated
FROM stated JOIN denied ON stated.policy = denied.policy AND stated.processing = denied.processing
-- CASE, since DuckDB chooses the order in a conjunction: most pairs differ in their data.
WHERE CASE
  WHEN NOT list_contains(stated.data_within, denied.data) THEN false
  WHEN purpose IS NOT NULL AND NOT list_contains(stated.purposes_within, purpose) THEN false
  ELSE recipient IS NULL OR list_contains(stated.recipients_within, recipient)
END
ORDER BY company, stated.processing, denied.data, denied, stated

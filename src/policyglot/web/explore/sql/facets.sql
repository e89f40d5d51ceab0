-- For each value of each facet the number of companies that would be found with it, all else as it is.
WITH
  named AS (
    SELECT policy, company, max(date) AS date,
      CASE WHEN $year IS NULL THEN policy IN (FROM "current") ELSE max(date)[:4] = $year END AS is_looked_at
    FROM policies
    WHERE $words IS NULL OR contains(lower(concat_ws(' ', company, site, title)), $words)
    GROUP BY policy, company
  ),
  denying AS (
    SELECT DISTINCT policy FROM practices WHERE assertion = 'denied' AND list_contains(processing, $denied)
  ),
  allowed AS (SELECT * FROM named WHERE $denied IS NULL OR policy IN (FROM denying)),
  said AS (
    SELECT practices.policy, allowed.company, data_within, recipients_within, purposes_within, is_looked_at,
      $data IS NULL OR list_contains(data_within, $data) OR list_contains(p3p_categories, $data) AS fits_data,
      $recipient IS NULL OR list_contains(recipients_within, $recipient)
        OR list_contains(p3p_recipients, $recipient) AS fits_recipient,
      $purpose IS NULL OR list_contains(purposes_within, $purpose) OR list_contains(p3p_purposes, $purpose) AS fits_purpose
    FROM practices JOIN allowed ON allowed.policy = practices.policy
    WHERE assertion = 'stated'
  ),
  fitting AS (
    SELECT DISTINCT policy FROM said WHERE fits_data AND fits_recipient AND fits_purpose
  ),
  narrowed AS (
    SELECT * FROM named
    WHERE $data IS NULL AND $recipient IS NULL AND $purpose IS NULL OR policy IN (FROM fitting)
  )
SELECT 'data' AS facet, value, count(DISTINCT company) AS companies
FROM (SELECT company, unnest(data_within) AS value FROM said WHERE is_looked_at AND fits_recipient AND fits_purpose)
GROUP BY value
UNION ALL
SELECT 'recipient', value, count(DISTINCT company)
FROM (SELECT company, unnest(recipients_within) AS value FROM said WHERE is_looked_at AND fits_data AND fits_purpose)
GROUP BY value
UNION ALL
SELECT 'purpose', value, count(DISTINCT company)
FROM (SELECT company, unnest(purposes_within) AS value FROM said WHERE is_looked_at AND fits_data AND fits_recipient)
GROUP BY value
UNION ALL
SELECT 'denied', value, count(DISTINCT company)
FROM (
  SELECT narrowed.company, unnest(processing) AS value
  FROM practices JOIN narrowed ON narrowed.policy = practices.policy
  WHERE assertion = 'denied' AND is_looked_at
)
GROUP BY value
UNION ALL
SELECT 'year', date[:4], count(DISTINCT company)
FROM narrowed
WHERE date IS NOT NULL AND ($denied IS NULL OR policy IN (FROM denying))
GROUP BY date[:4]

-- Companies whose policies fit, with how many of their practices do.
WITH
  looked_at AS (
    SELECT policy, company, min(site) AS site, max(date) AS date, max(practices) AS stated, max(denied) AS denied
    FROM policies
    WHERE ($words IS NULL OR contains(lower(concat_ws(' ', company, site, title)), $words))
      AND CASE WHEN $year IS NULL THEN policy IN (FROM "current") ELSE date[:4] = $year END
    GROUP BY policy, company
  ),
  denying AS (
    SELECT DISTINCT policy FROM practices WHERE assertion = 'denied' AND list_contains(processing, $denied)
  ),
  counted AS (
    SELECT policy, count(*) AS fitting FROM practices SEMI JOIN looked_at USING (policy)
    WHERE assertion = 'stated'
      AND ($data IS NOT NULL OR $recipient IS NOT NULL OR $purpose IS NOT NULL)
      AND ($data IS NULL OR list_contains(data_within, $data) OR list_contains(p3p_categories, $data))
      AND ($recipient IS NULL OR list_contains(recipients_within, $recipient) OR list_contains(p3p_recipients, $recipient))
      AND ($purpose IS NULL OR list_contains(purposes_within, $purpose) OR list_contains(p3p_purposes, $purpose))
    GROUP BY policy
  )
SELECT company, min(site), max(date), count(*), sum(stated)::BIGINT, sum(denied)::BIGINT,
  coalesce(sum(fitting), 0)::BIGINT
FROM looked_at LEFT JOIN counted USING (policy)
WHERE ($data IS NULL AND $recipient IS NULL AND $purpose IS NULL OR fitting > 0)
  AND ($denied IS NULL OR policy IN (FROM denying))
GROUP BY company
ORDER BY company

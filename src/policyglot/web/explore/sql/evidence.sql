-- What policies say that fits, practices and provisions, each with its words.
WITH
  looked_at AS (
    SELECT policy, company, min(date) AS date, min(source) AS source FROM policies
    WHERE ($company IS NULL OR company = $company) AND ($policy IS NULL OR policy = $policy)
      AND ($policy IS NOT NULL OR $is_every OR CASE WHEN $year IS NULL THEN policy IN (FROM "current") ELSE true END)
      AND ($year IS NULL OR date[:4] = $year)
      AND ($words IS NULL OR contains(lower(concat_ws(' ', company, site, title)), $words))
    GROUP BY policy, company
  ),
  said AS (
    SELECT policy, practice, 'practice' AS kind, assertion, modality, processing, data, purposes, recipients,
      recipient_names, NULL AS concept, NULL AS value, words
    FROM practices SEMI JOIN looked_at USING (policy)
    WHERE ($kind IS NULL OR $kind = 'practice')
      AND ($processing IS NULL OR list_contains(processing, $processing))
      AND ($data IS NULL OR list_contains(data, $data) OR NOT $is_exact_data AND (
        list_contains(data_within, $data) OR list_contains(p3p_categories, $data)
        OR assertion = 'denied' AND list_has_any(data, $data_above)))
      AND ($purpose IS NULL OR list_contains(purposes, $purpose) OR NOT $is_exact_purpose AND (
        list_contains(purposes_within, $purpose) OR list_contains(p3p_purposes, $purpose)
        OR assertion = 'denied' AND list_has_any(purposes, $purpose_above)))
      AND ($recipient IS NULL OR list_contains(recipients, $recipient) OR NOT $is_exact_recipient AND (
        list_contains(recipients_within, $recipient) OR list_contains(p3p_recipients, $recipient)
        OR assertion = 'denied' AND list_has_any(recipients, $recipient_above)))
      AND ($name IS NULL OR list_contains(mention_names, $name))
      AND ($concept IS NULL OR list_contains(data_within, $concept) OR list_contains(purposes_within, $concept)
        OR list_contains(recipients_within, $concept) OR list_contains(processing, $concept)
        OR list_contains(legal_bases, $concept) OR list_contains(choices, $concept) OR retention = $concept
        OR list_contains(audiences, $concept) OR list_contains(data_sources, $concept)
        OR list_contains(p3p_categories, $concept) OR list_contains(p3p_purposes, $concept)
        OR list_contains(p3p_recipients, $concept))
    UNION ALL
    SELECT policy, provision, kind, assertion, NULL, [], [], [], [], [], concept, coalesce(value, response), words
    FROM provisions SEMI JOIN looked_at USING (policy)
    WHERE ($kind IS NULL OR kind = $kind) AND ($concept IS NULL OR concept = $concept)
      AND $processing IS NULL AND $data IS NULL AND $purpose IS NULL AND $recipient IS NULL AND $name IS NULL
  ),
  chosen AS (
    SELECT * FROM said
    WHERE ($assertion IS NULL OR assertion = $assertion) AND ($practice IS NULL OR practice = $practice)
  ),
  numbered AS (
    SELECT *, count(*) OVER () AS total, row_number() OVER (
      ORDER BY lower(company), company, date DESC NULLS FIRST, policy, assertion DESC, practice
    ) AS place
    FROM chosen JOIN looked_at USING (policy)
  )
SELECT company, policy, date, practice, kind, assertion, modality, processing, data, purposes, recipients,
  recipient_names, concept, value, words,
  (SELECT min(line) FROM evidence WHERE evidence.practice = numbered.practice) AS line, source, total
FROM numbered
WHERE place > $from AND place <= $from + $most
ORDER BY place

-- iris: practice
WITH said AS (
  SELECT practice, assertion FROM practices
  WHERE list_contains(data_within, $concept) OR list_contains(purposes_within, $concept)
    OR list_contains(recipients_within, $concept) OR list_contains(legal_bases, $concept)
    OR list_contains(processing, $concept) OR list_contains(p3p_categories, $concept)
    OR list_contains(p3p_purposes, $concept) OR list_contains(p3p_recipients, $concept)
  UNION ALL
  SELECT provision, assertion FROM provisions WHERE concept = $concept
)
SELECT DISTINCT company, assertion, exact, start, "end", practice FROM said JOIN evidence USING (practice)
ORDER BY company, start, assertion, practice

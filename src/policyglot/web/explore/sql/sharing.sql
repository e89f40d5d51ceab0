-- Who gives data to whom: the recipients that most companies have, and the companies that have most of them.
WITH
  given AS (
    SELECT company, practice, kinds.concept AS kind, kinds.name AS name
    FROM (
      SELECT company, practice,
        unnest(list_transform(list_zip(mentions, mention_names), lambda pair: {'concept': pair[1], 'name': pair[2]})) AS kinds
      FROM practices
      WHERE assertion = 'stated' AND policy IN (FROM "current") AND len(mentions) > 0
        AND ($data IS NULL OR list_contains(data_within, $data) OR list_contains(p3p_categories, $data))
        AND (len($companies) = 0 OR list_contains($companies, company))
    )
    WHERE $recipient IS NULL OR list_contains($kinds, kinds.concept)
  ),
  edges AS (
    SELECT company, CASE WHEN $by_name THEN name ELSE kind END AS recipient, count(DISTINCT practice) AS practices,
      list_sort(list(DISTINCT kind)) AS kinds
    FROM given
    WHERE CASE WHEN $by_name THEN name ELSE kind END IS NOT NULL
      AND ($name IS NULL OR name = $name)
    GROUP BY company, recipient
  ),
  totals AS (SELECT count(DISTINCT company) AS companies, count(DISTINCT recipient) AS recipients FROM edges),
  recipients AS (
    SELECT recipient, count(*) AS companies FROM edges GROUP BY recipient
    ORDER BY companies DESC, sum(practices) DESC, lower(recipient), recipient LIMIT $most
  ),
  companies AS (
    SELECT company FROM edges SEMI JOIN recipients USING (recipient) GROUP BY company
    ORDER BY count(*) DESC, sum(practices) DESC, lower(company), company LIMIT $most
  )
SELECT company, recipient, practices, kinds, recipients.companies, totals.companies, totals.recipients
FROM edges JOIN recipients USING (recipient) SEMI JOIN companies USING (company) CROSS JOIN totals
ORDER BY lower(company), company, lower(recipient), recipient

-- What the policies of some companies that hold now say, as far as companies are compared by it.
WITH looked_at AS (
  SELECT DISTINCT policy, company FROM policies
  WHERE list_contains($companies, company) AND policy IN (FROM "current")
)
SELECT DISTINCT practices.company, 'practice', assertion, processing, data, purposes, recipients, retention, choices,
  legal_bases, audiences, NULL
FROM practices SEMI JOIN looked_at USING (policy)
UNION ALL
SELECT DISTINCT provisions.company, kind, assertion, [], [], [], [], NULL, [], [], [], concept
FROM provisions SEMI JOIN looked_at USING (policy)

-- iris: policy
WITH
  done AS (
    SELECT policy, bool_or(len(purposes) > 0) AS purposes, bool_or(len(legal_bases) > 0) AS bases,
      bool_or(len(recipients) > 0) AS recipients, bool_or(retention IS NOT NULL) AS retention,
      bool_or(len(data_sources) > 0) AS sources
    FROM practices WHERE assertion = 'stated' GROUP BY policy
  ),
  provided AS (
    SELECT policy, bool_or(kind = 'legal-basis' AND assertion = 'stated') AS bases, bool_or(kind = 'transfer') AS transfers,
      bool_or(kind = 'right' AND assertion = 'stated') AS rights, bool_or(kind = 'decision') AS decisions
    FROM provisions GROUP BY policy
  )
SELECT company, policy, policies.controller IS NOT NULL AS controller, len(contacts) > 0 AS contact,
  has_officer AS officer, coalesce(done.purposes, false) AS purposes,
  coalesce(done.bases, false) OR coalesce(provided.bases, false) AS bases, coalesce(done.recipients, false) AS recipients,
  coalesce(provided.transfers, false) AS transfers, coalesce(done.retention, false) AS retention,
  coalesce(provided.rights, false) AS rights, len(disputes) > 0 AS complaint,
  coalesce(provided.decisions, false) AS decisions, coalesce(done.sources, false) AS sources
FROM (SELECT DISTINCT ON (policy) * FROM policies) AS policies
LEFT JOIN done USING (policy) LEFT JOIN provided USING (policy)
ORDER BY company, policy

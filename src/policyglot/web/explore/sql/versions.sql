-- The policies of a company with what is told apart: series and date.
SELECT policy, min(series), min(date) AS held, min(source), min(site), min(title), min(language),
  max(practices), max(denied), policy IN (FROM "current") AS is_current, min(sha256)
FROM policies WHERE company = $company
GROUP BY policy
ORDER BY min(series), held, policy

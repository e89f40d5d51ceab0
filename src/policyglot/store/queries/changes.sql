-- iris: class
WITH
  dated AS (SELECT series, policy, min(date) AS date FROM policies WHERE date IS NOT NULL GROUP BY series, policy),
  linked AS (SELECT policy, date, lag(policy) OVER (PARTITION BY series ORDER BY date, policy) AS before FROM dated),
  revised AS (
    SELECT company, policy, linked.date, before
    FROM linked JOIN (SELECT DISTINCT policy, company FROM policies) USING (policy) WHERE before IS NOT NULL
      AND company = $name  -- only with name
      AND linked.date >= $since  -- only with since
      AND linked.date <= $until  -- only with until
  ),
  kept AS (
    SELECT * FROM practices WHERE policy IN (SELECT policy FROM revised UNION ALL SELECT before FROM revised)
  ),
  changed AS (
    SELECT revised.company, revised.date, 'added' AS change, kept.* EXCLUDE (company)
    FROM revised JOIN kept USING (policy)
    ANTI JOIN kept AS same ON same.policy = before AND same.key = kept.key
    UNION ALL
    SELECT revised.company, revised.date, 'dropped', kept.* EXCLUDE (company)
    FROM revised JOIN kept ON kept.policy = before
    ANTI JOIN kept AS same ON same.policy = revised.policy AND same.key = kept.key
  )
SELECT company, date, change, CASE assertion WHEN 'stated' THEN 'dpv:Process' ELSE 'pg:DeniedProcess' END AS class,
  names(processing) AS processing, names(data) AS data, names(purposes) AS purposes, names(recipients) AS recipients
FROM changed
ORDER BY company, date, change, practice

-- iris: category
WITH
  declared AS (
    SELECT company, policy, unnest(p3p_categories) AS category FROM practices
    WHERE assertion = 'stated' AND practice IN (SELECT practice FROM evidence WHERE line IS NOT NULL)
  ),
  files AS (
    SELECT DISTINCT company, policy FROM practices
    WHERE assertion = 'stated' AND practice IN (SELECT practice FROM evidence WHERE line IS NOT NULL)
  ),
  others AS (
    SELECT DISTINCT files.company, files.policy AS file, prose.policy AS prose
    FROM files JOIN policies AS prose ON prose.company = files.company AND prose.policy <> files.policy
  ),
  told AS (
    SELECT DISTINCT policy AS prose, unnest(p3p_categories) AS category FROM practices
    WHERE assertion = 'stated' AND policy IN (SELECT prose FROM others)
  )
SELECT DISTINCT company, category, 'P3P' AS missing_in
FROM others JOIN told USING (prose)
ANTI JOIN (SELECT policy AS file, category FROM declared) AS said USING (file, category)
UNION
SELECT DISTINCT others.company, category, 'prose'
FROM others JOIN declared ON declared.policy = others.file
ANTI JOIN told USING (prose, category)
ORDER BY company, missing_in, category

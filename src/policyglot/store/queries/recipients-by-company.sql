-- iris: kind
SELECT company, kind, string_agg(DISTINCT name, ' | ' ORDER BY name) AS names,
  count(DISTINCT practice) AS practices
FROM (
  SELECT company, practice, unnest(mentions) AS kind, unnest(mention_names) AS name
  FROM practices WHERE assertion = 'stated'
    AND (list_contains(recipients_within, $recipient) OR list_contains(p3p_recipients, $recipient))  -- only with recipient
)
WHERE kind IN ($recipient_below)  -- only with recipient
GROUP BY company, kind
ORDER BY company, practices DESC, kind

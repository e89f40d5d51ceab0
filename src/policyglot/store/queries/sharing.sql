-- iris: data kind
SELECT DISTINCT company, data, kind, name
FROM (
  SELECT company, data, unnest(mentions) AS kind, unnest(mention_names) AS name
  FROM (
    SELECT company, unnest(data) AS data, mentions, mention_names FROM practices
    WHERE assertion = 'stated' AND len(mentions) > 0
      AND (list_contains(recipients_within, $recipient) OR list_contains(p3p_recipients, $recipient))  -- only with recipient
      AND (list_contains(data_within, $category) OR list_contains(p3p_categories, $category))  -- only with category
  )
  WHERE data IN ($category_below)  -- only with category
)
WHERE kind IN ($recipient_below)  -- only with recipient
ORDER BY company, data, kind, name

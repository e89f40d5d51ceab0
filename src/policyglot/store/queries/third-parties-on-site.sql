-- iris: data purpose
SELECT DISTINCT company, name, data, unnest(one_or_null(purposes)) AS purpose
FROM (
  SELECT company, name, unnest(one_or_null(data)) AS data, purposes
  FROM (
    SELECT company, unnest(one_or_null(recipient_names)) AS name, data, purposes
    FROM practices WHERE assertion = 'stated' AND party = 'third-party-on-site'
  )
)
ORDER BY company, name, data, purpose

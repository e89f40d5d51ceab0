-- iris:
WITH
  named AS (SELECT DISTINCT company, unnest(recipient_names) AS name FROM practices WHERE assertion = 'stated'),
  telling AS (SELECT * FROM named WHERE name IN (SELECT name FROM named GROUP BY name HAVING count(*) <= 100))
SELECT one.company, other.company AS other, count(*) AS shared, string_agg(name, ' | ' ORDER BY name) AS names
FROM telling AS one JOIN telling AS other USING (name)
WHERE one.company < other.company
GROUP BY one.company, other.company
ORDER BY shared DESC, one.company, other

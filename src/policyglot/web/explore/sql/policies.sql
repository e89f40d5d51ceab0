-- The company and the date of each of some policies.
SELECT policy, min(company), min(date) FROM policies WHERE list_contains($policies, policy) GROUP BY policy

-- Companies whose name begins with or holds some words.
SELECT company FROM policies
WHERE $words IS NULL OR contains(lower(company), $words)
GROUP BY company
QUALIFY row_number() OVER (ORDER BY starts_with(lower(company), $words) DESC, lower(company), company) <= $most
ORDER BY starts_with(lower(company), $words) DESC, lower(company), company

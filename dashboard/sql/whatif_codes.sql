-- The function codes that the chosen documents print, at every level, each with its most frequent name.
SELECT code, mode(name) AS name
FROM amounts
WHERE statement IN ('expenditure', 'general_public', 'government_fund', 'state_capital') AND code IS NOT NULL
    AND ($documents::VARCHAR[] IS NULL OR list_contains($documents::VARCHAR[], document_id))
GROUP BY code
ORDER BY code
LIMIT $most

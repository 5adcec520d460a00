-- The function codes that documents print, at every level, with each name that is printed for one: in which documents (by
-- their number in `documents`) and how often. Of all documents, for `drafts.codes` to choose from.
WITH printed AS (
    SELECT document_id, code, name, CAST(count(*) AS INTEGER) AS times
    FROM amounts
    WHERE statement IN ('expenditure', 'general_public', 'government_fund', 'state_capital') AND code IS NOT NULL
    GROUP BY document_id, code, name
)
SELECT p.code, p.name, list(CAST(d.rowid AS INTEGER)) AS documents, list(p.times) AS times
FROM printed AS p
JOIN documents AS d ON d.document_id = p.document_id
GROUP BY p.code, p.name
ORDER BY p.code, p.name

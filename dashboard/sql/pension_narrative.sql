-- What the narratives of the chosen documents say about pension-fund gaps.
SELECT document_id, fiscal_year, subject, amount_yuan, change_yuan, change_pct, direction, text, page, line
FROM narrative
WHERE topic = 'pension_gap' AND list_contains($documents, document_id)
ORDER BY document_id, line

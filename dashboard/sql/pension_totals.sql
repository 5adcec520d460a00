-- Total expenditure of each chosen document: what subsidies are a share of.
SELECT a.document_id, max(a.amount_yuan) AS total_yuan
FROM amounts AS a
JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
WHERE list_contains($documents, a.document_id)
    AND a.statement = 'expenditure' AND a.measure = 'total' AND a.is_total AND a.side IS DISTINCT FROM 'income'
GROUP BY a.document_id
ORDER BY a.document_id

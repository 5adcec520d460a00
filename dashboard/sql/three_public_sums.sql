-- The “三公” total of every document's own year as its tables print it, with what became of its table. Of all documents
-- whatever is chosen: it is asked once and chosen from.
WITH totals AS (
    SELECT a.document_id, max(a.amount_yuan) AS total_yuan
    FROM amounts AS a
    JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE a.statement = 'three_public' AND a.measure = 'total' AND a.is_total
    GROUP BY a.document_id
)
SELECT d.document_id, t.total_yuan, coalesce(s.status, 'absent') AS status
FROM documents AS d
LEFT JOIN totals AS t ON t.document_id = d.document_id
LEFT JOIN statements AS s ON s.document_id = d.document_id AND s.statement = 'three_public'
ORDER BY d.document_id

-- What a flow is drawn from, for a few documents: the income statement by source ($basis 'income'), or the total column of
-- each fund's own expenditure table ('funds'). is_top marks the uppermost printed code: rows below it are its parts.
WITH figures AS (
    SELECT
        a.document_id, a.statement, CASE WHEN $basis = 'income' THEN a.measure ELSE a.statement END AS source, a.measure,
        a.code, a.name, a.is_total, a.amount_yuan, a.amount_text, a.unit_text, a.origin,
        a.page, a.line, a.box, a.table_no, a.row_no
    FROM amounts AS a
    JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE list_contains($documents, a.document_id)
        AND CASE WHEN $basis = 'income' THEN a.statement = 'income'
            ELSE a.statement IN ('general_public', 'government_fund', 'state_capital')
                AND a.measure = 'total' AND a.side IS DISTINCT FROM 'income' END
)
SELECT
    f.*,
    f.code IS NOT NULL AND NOT f.is_total AND NOT EXISTS (
        SELECT 1 FROM figures AS upper
        WHERE upper.document_id = f.document_id AND upper.statement = f.statement AND NOT upper.is_total
            AND length(upper.code) < length(f.code) AND starts_with(f.code, upper.code)
    ) AS is_top,
    s.title AS statement_title
FROM figures AS f
LEFT JOIN statements AS s ON s.document_id = f.document_id AND s.statement = f.statement
ORDER BY f.document_id, f.table_no, f.row_no, f.source

-- The total row of each income statement by printed source, long, with its share; at most $most, `found` counts all. As
-- `out_income_sources` has it; asked of the figures themselves, once, for some documents.
WITH chosen AS (
    SELECT document_id, fiscal_year FROM documents
    WHERE document_id IN (SELECT unnest($documents::VARCHAR[]))
),
figures AS MATERIALIZED (
    SELECT
        a.document_id, a.table_no, a.row_no, a.measure, a.is_total, a.amount_yuan, a.amount_text, a.unit_text, a.origin,
        a.page, a.line, a.fiscal_year = c.fiscal_year AS is_own,
        a.measure IN ('general_public', 'government_fund', 'state_capital') AS is_fund
    FROM amounts AS a
    JOIN chosen AS c ON c.document_id = a.document_id
    WHERE a.statement = 'income' AND (a.is_total OR a.measure IN ('general_public', 'government_fund', 'state_capital'))
        AND a.document_id IN (SELECT unnest($documents::VARCHAR[]))
),
in_funds AS (
    SELECT DISTINCT document_id FROM figures WHERE is_fund
),
wholes AS (
    SELECT document_id, table_no, row_no, amount_yuan FROM figures WHERE is_own AND is_total AND measure = 'total'
)
SELECT
    f.document_id, f.measure AS source,
    f.measure = 'current_year' OR (f.measure = 'fiscal' AND p.document_id IS NOT NULL) AS is_subtotal,
    CASE
        WHEN f.measure = 'fiscal' OR f.is_fund THEN 'fiscal'
        WHEN f.measure = 'fiscal_account' THEN 'account'
        WHEN f.measure IN ('carryover', 'prior_surplus') THEN 'carried'
        WHEN f.measure <> 'current_year' THEN 'own'
    END AS source_group,
    f.amount_yuan, w.amount_yuan AS total_yuan, f.amount_text, f.unit_text, f.origin, f.page, f.line,
    CAST(count(*) OVER () AS INTEGER) AS found
FROM figures AS f
LEFT JOIN wholes AS w ON w.document_id = f.document_id AND w.table_no = f.table_no AND w.row_no = f.row_no
LEFT JOIN in_funds AS p ON p.document_id = f.document_id
WHERE f.is_own AND f.is_total AND f.measure <> 'total'
ORDER BY f.document_id, f.table_no, f.row_no, f.amount_yuan DESC, f.measure
LIMIT $most

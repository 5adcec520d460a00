-- The total row of each income statement by printed source, long, with its share; at most $most, `found` counts all. As
-- `out_income_sources` has it; asked of the figures themselves, so that only the rows that are shown are looked up.
WITH chosen AS (
    SELECT document_id, fiscal_year FROM documents
    WHERE $documents::VARCHAR[] IS NULL OR document_id IN (SELECT unnest($documents::VARCHAR[]))
),
printed AS MATERIALIZED (
    SELECT a.document_id, a.table_no, a.row_no, a.measure, a.amount_yuan, a.page, a.line, a.fiscal_year
    FROM amounts AS a
    SEMI JOIN chosen AS c ON c.document_id = a.document_id AND c.fiscal_year = a.fiscal_year
    WHERE a.statement = 'income' AND a.is_total
),
shown AS MATERIALIZED (
    SELECT * FROM printed
    WHERE measure <> 'total'
    ORDER BY document_id, table_no, row_no, amount_yuan DESC, measure
    LIMIT $most
),
own AS MATERIALIZED (
    SELECT DISTINCT document_id FROM shown
),
figures AS MATERIALIZED (
    SELECT a.document_id, a.fiscal_year, a.table_no, a.row_no, a.measure, a.is_total, a.amount_text, a.unit_text, a.origin
    FROM amounts AS a
    SEMI JOIN own AS o ON o.document_id = a.document_id
    WHERE a.statement = 'income' AND (a.is_total OR a.measure IN ('general_public', 'government_fund', 'state_capital'))
),
in_funds AS (
    SELECT DISTINCT document_id FROM figures WHERE measure IN ('general_public', 'government_fund', 'state_capital')
)
SELECT
    s.document_id, s.measure AS source,
    s.measure = 'current_year' OR (s.measure = 'fiscal' AND p.document_id IS NOT NULL) AS is_subtotal,
    CASE
        WHEN s.measure IN ('fiscal', 'general_public', 'government_fund', 'state_capital') THEN 'fiscal'
        WHEN s.measure = 'fiscal_account' THEN 'account'
        WHEN s.measure IN ('carryover', 'prior_surplus') THEN 'carried'
        WHEN s.measure <> 'current_year' THEN 'own'
    END AS source_group,
    s.amount_yuan, w.amount_yuan AS total_yuan, f.amount_text, f.unit_text, f.origin, s.page, s.line,
    CAST((SELECT count(*) FROM printed WHERE measure <> 'total') AS INTEGER) AS found
FROM shown AS s
JOIN figures AS f
    ON f.document_id = s.document_id AND f.fiscal_year = s.fiscal_year AND f.table_no = s.table_no
    AND f.row_no = s.row_no AND f.measure = s.measure AND f.is_total
LEFT JOIN printed AS w
    ON w.measure = 'total' AND w.document_id = s.document_id AND w.table_no = s.table_no AND w.row_no = s.row_no
LEFT JOIN in_funds AS p ON p.document_id = s.document_id
ORDER BY s.document_id, s.table_no, s.row_no, s.amount_yuan DESC, s.measure

-- Every printed row of the statements by function code (all money, and the three funds) of the chosen documents, in
-- printed order. Never add across statements: each fund's rows are part of the expenditure statement's.
WITH lines AS (
    SELECT
        a.document_id, a.statement, a.table_no, a.row_no,
        any_value(a.code) AS code,
        any_value(a.name) AS name,
        bool_or(a.is_total) AS is_total,
        max(a.amount_yuan) FILTER (a.measure = 'total') AS total_yuan,
        max(a.amount_yuan) FILTER (a.measure = 'basic') AS basic_yuan,
        max(a.amount_yuan) FILTER (a.measure = 'project') AS project_yuan,
        min(a.page) AS page,
        min(a.line) AS line
    FROM amounts AS a
    JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE a.statement IN ('expenditure', 'general_public', 'government_fund', 'state_capital')
        AND a.side IS DISTINCT FROM 'income'
        AND list_contains($documents, a.document_id)
    GROUP BY a.document_id, a.statement, a.table_no, a.row_no
)
SELECT * FROM lines AS l
ORDER BY l.document_id, l.statement, l.table_no, l.row_no

-- 基本 and 项目 of the chosen documents, by table, total first and then by 类: the rows of the view out_basic_project, from
-- the figures of these documents alone.
WITH figures AS (
    SELECT
        document_id, fiscal_year, statement, table_no, row_no, code, name, is_total, measure, amount_yuan, amount_text,
        unit_text, origin, page, line
    FROM amounts
    WHERE statement IN ('expenditure', 'general_public', 'government_fund', 'state_capital', 'basic_economic')
        AND list_contains($documents, document_id)
        AND CASE statement WHEN 'basic_economic' THEN is_total
            ELSE side IS DISTINCT FROM 'income' AND (is_total OR level = 1) END
),
lines AS (
    SELECT
        document_id, fiscal_year, statement, table_no, row_no,
        any_value(code) AS code,
        any_value(name) AS name,
        bool_or(is_total) AS is_total,
        max(amount_yuan) FILTER (measure = 'total') AS total_yuan,
        max(amount_yuan) FILTER (measure = 'basic') AS basic_yuan,
        max(amount_yuan) FILTER (measure = 'personnel') AS personnel_yuan,
        max(amount_yuan) FILTER (measure = 'public') AS public_yuan,
        max(amount_yuan) FILTER (measure = 'project') AS project_yuan,
        max(amount_text) FILTER (measure = 'total') AS total_text,
        max(amount_text) FILTER (measure = 'basic') AS basic_text,
        max(amount_text) FILTER (measure = 'personnel') AS personnel_text,
        max(amount_text) FILTER (measure = 'public') AS public_text,
        max(amount_text) FILTER (measure = 'project') AS project_text,
        any_value(unit_text) AS unit_text,
        bool_or(origin = 'inferred') AS is_inferred,
        min(page) AS page,
        min(line) AS line
    FROM figures
    GROUP BY document_id, fiscal_year, statement, table_no, row_no
)
SELECT
    l.document_id, d.jurisdiction, d.unit, d.scope, d.parent_unit, d.fiscal_year, d.stage,
    l.* EXCLUDE (document_id, fiscal_year, table_no, row_no), l.table_no, l.row_no
FROM lines AS l
JOIN documents AS d ON d.document_id = l.document_id AND d.fiscal_year = l.fiscal_year
ORDER BY l.document_id, l.statement, l.is_total DESC, l.table_no, l.row_no

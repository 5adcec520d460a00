-- 基本支出 and 项目支出 by 类 and in total, from the expenditure statement and from each fund's table.
-- The total row of `basic_economic` stands for 人员 and 公用 where the fund table does not print them.
-- `statement` names the table: rows of `expenditure` cover all money, the fund tables cover their fund alone. Never add across tables.
WITH figures AS (
    SELECT a.*
    FROM amounts AS a
    JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE a.statement IN ('expenditure', 'general_public', 'government_fund', 'state_capital')
        AND a.side IS DISTINCT FROM 'income'
        AND (a.is_total OR a.level = 1)
    UNION ALL
    SELECT a.*
    FROM amounts AS a
    JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE a.statement = 'basic_economic' AND a.is_total
)
SELECT
    d.document_id, d.jurisdiction, d.unit, d.scope, d.parent_unit, d.fiscal_year, d.stage,
    f.statement,
    any_value(f.code) AS code,
    any_value(f.name) AS name,
    bool_or(f.is_total) AS is_total,
    max(f.amount_yuan) FILTER (f.measure = 'total') AS total_yuan,
    max(f.amount_yuan) FILTER (f.measure = 'basic') AS basic_yuan,
    max(f.amount_yuan) FILTER (f.measure = 'personnel') AS personnel_yuan,
    max(f.amount_yuan) FILTER (f.measure = 'public') AS public_yuan,
    max(f.amount_yuan) FILTER (f.measure = 'project') AS project_yuan,
    max(f.amount_text) FILTER (f.measure = 'total') AS total_text,
    max(f.amount_text) FILTER (f.measure = 'basic') AS basic_text,
    max(f.amount_text) FILTER (f.measure = 'personnel') AS personnel_text,
    max(f.amount_text) FILTER (f.measure = 'public') AS public_text,
    max(f.amount_text) FILTER (f.measure = 'project') AS project_text,
    any_value(f.unit_text) AS unit_text,
    bool_or(f.origin = 'inferred') AS is_inferred,
    min(f.page) AS page,
    min(f.line) AS line,
    f.table_no, f.row_no
FROM figures AS f
JOIN documents AS d ON d.document_id = f.document_id
GROUP BY ALL

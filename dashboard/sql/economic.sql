-- Every printed row of 一般公共预算基本支出 by economic class, in printed order: the departmental code (3xx) and, where it is
-- printed beside it, the government's (5xx). The two are classifications of the same money.
WITH lines AS (
    SELECT
        a.document_id, a.table_no, a.row_no,
        any_value(a.code) AS code,
        any_value(a.gov_code) AS gov_code,
        any_value(a.name) AS name,
        any_value(a.paired_name) AS paired_name,
        any_value(a.level) AS level,
        bool_or(a.is_total) AS is_total,
        max(a.amount_yuan) FILTER (a.measure = 'total') AS total_yuan,
        max(a.amount_yuan) FILTER (a.measure = 'personnel') AS personnel_yuan,
        max(a.amount_yuan) FILTER (a.measure = 'public') AS public_yuan,
        max(a.amount_text) FILTER (a.measure = 'total') AS total_text,
        any_value(a.unit_text) AS unit_text,
        min(a.page) AS page, min(a.line) AS line,
        coalesce(max(a.box) FILTER (a.measure = 'total'), max(a.box)) AS box
    FROM amounts AS a
    JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE a.statement = 'basic_economic' AND list_contains($documents, a.document_id)
    GROUP BY a.document_id, a.table_no, a.row_no
)
SELECT * FROM lines AS l
ORDER BY l.document_id, l.table_no, l.row_no

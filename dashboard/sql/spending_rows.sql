-- Rows of `spending_lowest` with what a table of them shows, in the order they are asked for; `whole_yuan` is the total of
-- their documents.
WITH wanted AS MATERIALIZED (
    SELECT
        unnest($first::BIGINT[]) AS first_no, unnest($last::BIGINT[]) AS last_no, unnest($whole::BIGINT[]) AS whole_no,
        generate_subscripts($first::BIGINT[], 1) AS place
),
figures AS MATERIALIZED (
    SELECT
        a.rowid AS figure, a.document_id, a.table_no, a.row_no, a.fiscal_year, a.code, a.name, a.measure, a.amount_yuan,
        a.amount_text, a.page, a.line, a.box, a.is_total
    FROM amounts AS a
    WHERE a.statement = $statement AND a.side IS DISTINCT FROM 'income'
        AND a.rowid IN (
            SELECT unnest(range(first_no, last_no + 1)) FROM wanted
            UNION
            SELECT whole_no FROM wanted
        )
),
lines AS (
    SELECT
        min(figure) AS first_no, document_id, any_value(code) AS code, any_value(name) AS name,
        max(amount_yuan) FILTER (measure = 'total') AS total_yuan,
        max(amount_yuan) FILTER (measure = 'basic') AS basic_yuan,
        max(amount_yuan) FILTER (measure = 'project') AS project_yuan,
        max(amount_text) FILTER (measure = 'total') AS total_text,
        min(page) AS page, min(line) AS line, any_value(box) FILTER (measure = 'total') AS box
    FROM figures
    WHERE NOT is_total
    GROUP BY document_id, table_no, row_no, fiscal_year
)
SELECT
    CAST(l.first_no AS UINTEGER) AS first_no, l.document_id, l.code, l.name, l.total_yuan, l.basic_yuan, l.project_yuan,
    l.total_text, f.amount_yuan AS whole_yuan, l.page, l.line, l.box
FROM lines AS l
JOIN wanted AS w ON w.first_no = l.first_no
LEFT JOIN figures AS f ON f.figure = w.whole_no
ORDER BY w.place

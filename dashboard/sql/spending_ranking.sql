-- The lowest printed rows of one statement in the chosen documents (NULL: all), largest first, as many as asked for. A
-- row is lowest where no longer code of its table begins with its own. The words to find are part of the name or the
-- beginning of the code, literally; none find everything. `printed` counts all matching rows, subtotals too; `found`
-- the lowest of them, where they are few enough to count: only the largest rows are looked at, and with few columns.
-- A row whose total is blank comes last, and only where there is room for it.
WITH chosen AS (
    SELECT document_id, fiscal_year FROM documents
    WHERE $documents::VARCHAR[] IS NULL OR document_id IN (SELECT unnest($documents::VARCHAR[]))
),
lines AS MATERIALIZED (
    SELECT a.document_id, a.fiscal_year, a.table_no, a.row_no, a.code, a.is_total, a.amount_yuan AS total_yuan
    FROM amounts AS a
    SEMI JOIN chosen AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE a.statement = $statement AND a.measure = 'total' AND a.side IS DISTINCT FROM 'income'
        AND (
            $find = '' OR a.is_total OR starts_with(a.code, $find)
            OR contains(lower(regexp_replace(a.name, '\s', '', 'g')), lower(regexp_replace($find, '\s', '', 'g')))
        )
),
size AS MATERIALIZED (SELECT count(*) AS printed FROM lines WHERE NOT is_total AND code IS NOT NULL),
blanks AS (
    SELECT a.document_id, a.fiscal_year, a.table_no, a.row_no, any_value(a.code) AS code
    FROM amounts AS a
    SEMI JOIN chosen AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE (SELECT printed FROM size) < $most
        AND a.statement = $statement AND a.side IS DISTINCT FROM 'income' AND NOT a.is_total AND a.code IS NOT NULL
        AND (
            $find = '' OR starts_with(a.code, $find)
            OR contains(lower(regexp_replace(a.name, '\s', '', 'g')), lower(regexp_replace($find, '\s', '', 'g')))
        )
    GROUP BY a.document_id, a.fiscal_year, a.table_no, a.row_no
    HAVING count(*) FILTER (a.measure = 'total') = 0
),
largest AS MATERIALIZED (
    (
        SELECT document_id, fiscal_year, table_no, row_no, code, total_yuan
        FROM lines WHERE NOT is_total AND code IS NOT NULL
        ORDER BY total_yuan DESC LIMIT 8 * $most
    )
    UNION ALL
    SELECT *, NULL FROM blanks
),
of_largest AS MATERIALIZED (SELECT DISTINCT document_id FROM largest),
codes AS MATERIALIZED (
    SELECT DISTINCT a.document_id, a.fiscal_year, a.code
    FROM amounts AS a
    SEMI JOIN of_largest AS o ON o.document_id = a.document_id
    WHERE a.statement = $statement AND a.side IS DISTINCT FROM 'income' AND NOT a.is_total AND a.code IS NOT NULL
),
lowest AS MATERIALIZED (
    SELECT l.* FROM largest AS l
    WHERE NOT EXISTS (
        SELECT 1 FROM codes AS a
        WHERE a.document_id = l.document_id AND a.fiscal_year = l.fiscal_year
            AND starts_with(a.code, l.code) AND a.code <> l.code
    )
),
ranked AS MATERIALIZED (
    SELECT * FROM lowest ORDER BY total_yuan DESC NULLS LAST, document_id, table_no, row_no LIMIT $most
),
of_ranked AS MATERIALIZED (SELECT DISTINCT document_id FROM ranked),
around AS MATERIALIZED (
    SELECT
        a.document_id, a.fiscal_year, a.table_no, a.row_no, a.name, a.measure, a.amount_yuan, a.amount_text, a.origin,
        a.page, a.line, a.box
    FROM amounts AS a
    SEMI JOIN of_ranked AS o ON o.document_id = a.document_id
    WHERE a.statement = $statement AND a.side IS DISTINCT FROM 'income'
),
figures AS (
    SELECT
        r.document_id, r.table_no, r.row_no, r.code, r.total_yuan,
        any_value(a.name) AS name,
        max(a.amount_yuan) FILTER (a.measure = 'basic') AS basic_yuan,
        max(a.amount_yuan) FILTER (a.measure = 'project') AS project_yuan,
        max(a.amount_text) FILTER (a.measure = 'total') AS total_text,
        min(a.page) AS page,
        min(a.line) AS line,
        any_value(a.box) FILTER (a.measure = 'total') AS box
    FROM ranked AS r
    JOIN around AS a
        ON a.document_id = r.document_id AND a.fiscal_year = r.fiscal_year AND a.table_no = r.table_no
        AND a.row_no = r.row_no
    GROUP BY r.document_id, r.table_no, r.row_no, r.code, r.total_yuan
),
wholes AS (SELECT document_id, any_value(total_yuan) AS whole_yuan FROM lines WHERE is_total GROUP BY document_id)
SELECT
    f.document_id, f.code, f.name, f.total_yuan, f.basic_yuan, f.project_yuan, f.total_text, w.whole_yuan,
    f.page, f.line, f.box, size.printed,
    CASE WHEN size.printed <= 8 * $most THEN (SELECT count(*) FROM lowest) END AS found
FROM figures AS f
LEFT JOIN wholes AS w ON w.document_id = f.document_id
CROSS JOIN size
ORDER BY f.total_yuan DESC NULLS LAST, f.document_id, f.table_no, f.row_no

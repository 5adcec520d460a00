-- The lowest printed rows of one statement in the chosen documents (NULL: all), largest first; at most $most, `found`
-- counts all. A row is lowest where no longer code of its table begins with its own. $find is part of the name or the
-- beginning of the code, literally; empty finds everything.
WITH figures AS (
    SELECT a.document_id, a.table_no, a.row_no, a.code, a.name, a.measure, a.amount_yuan, a.amount_text, a.origin, a.page, a.line, a.box, a.is_total
    FROM amounts AS a
    JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE a.statement = $statement AND a.side IS DISTINCT FROM 'income'
        AND ($documents::VARCHAR[] IS NULL OR a.document_id IN (SELECT unnest($documents::VARCHAR[])))
),
above AS (
    SELECT DISTINCT document_id, left(code, cut) AS code
    FROM figures, (VALUES (3), (5)) AS cuts (cut)
    WHERE length(code) > cut AND NOT is_total
),
lowest AS (
    SELECT
        f.document_id, f.table_no, f.row_no,
        max(f.amount_yuan) FILTER (f.measure = 'total') AS total_yuan
    FROM figures AS f
    ANTI JOIN above ON above.document_id = f.document_id AND above.code = f.code
    WHERE NOT f.is_total AND f.code IS NOT NULL
        AND (
            $find = '' OR starts_with(f.code, $find)
            OR contains(lower(regexp_replace(f.name, '\s', '', 'g')), lower(regexp_replace($find, '\s', '', 'g')))
        )
    GROUP BY f.document_id, f.table_no, f.row_no
),
ranked AS (
    SELECT *, CAST(count(*) OVER () AS INTEGER) AS found
    FROM lowest
    ORDER BY total_yuan DESC NULLS LAST, document_id, table_no, row_no
    LIMIT $most
)
SELECT
    r.document_id,
    any_value(f.code) AS code,
    any_value(f.name) AS name,
    r.total_yuan,
    max(f.amount_yuan) FILTER (f.measure = 'basic') AS basic_yuan,
    max(f.amount_yuan) FILTER (f.measure = 'project') AS project_yuan,
    max(f.amount_text) FILTER (f.measure = 'total') AS total_text,
    (
        SELECT any_value(t.amount_yuan) FROM figures AS t
        WHERE t.document_id = r.document_id AND t.is_total AND t.measure = 'total'
    ) AS whole_yuan,
    bool_or(f.origin = 'inferred') AS is_inferred,
    EXISTS (
        SELECT 1 FROM checks AS c
        WHERE c.document_id = r.document_id AND c.statement = $statement AND c.outcome = 'mismatch'
            AND c.code = any_value(f.code)
    ) AS has_mismatch,
    min(f.page) AS page,
    min(f.line) AS line,
    any_value(f.box) FILTER (f.measure = 'total') AS box,
    r.found
FROM ranked AS r
JOIN figures AS f ON f.document_id = r.document_id AND f.table_no = r.table_no AND f.row_no = r.row_no
GROUP BY r.document_id, r.table_no, r.row_no, r.total_yuan, r.found
ORDER BY r.total_yuan DESC NULLS LAST, r.document_id, r.table_no, r.row_no

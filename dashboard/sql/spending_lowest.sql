-- The lowest printed rows of one statement in every document, the largest totals first, those whose total is blank last.
-- A row is lowest where no longer code of its document begins with its own. The words to find are part of the name or the
-- beginning of the code, literally; none find everything. Rows of chosen documents are chosen from these, which are of all
-- documents and therefore narrow: the figures first_no to last_no of the table `amounts` hold the row, the figure whole_no
-- the total of its document; `spending_rows` reads them.
WITH numbered AS MATERIALIZED (
    SELECT document_id, fiscal_year, CAST(row_number() OVER (ORDER BY document_id) AS INTEGER) AS n FROM documents
),
printed AS MATERIALIZED (
    SELECT
        d.n, a.table_no, a.row_no, any_value(a.code) AS code,
        max(a.amount_yuan) FILTER (a.measure = 'total') AS total_yuan,
        CAST(min(a.rowid) AS UINTEGER) AS first_no, CAST(max(a.rowid) AS UINTEGER) AS last_no,
        $find = '' OR bool_or(
            starts_with(a.code, $find)
            OR contains(lower(regexp_replace(a.name, '\s', '', 'g')), lower(regexp_replace($find, '\s', '', 'g')))
        ) AS is_found
    FROM amounts AS a
    JOIN numbered AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE a.statement = $statement AND a.side IS DISTINCT FROM 'income' AND NOT a.is_total AND a.code IS NOT NULL
    GROUP BY d.n, a.table_no, a.row_no
),
-- What lies below a code begins with it, and comes right after it in alphabetical order.
lowest AS (
    SELECT n, code
    FROM (SELECT DISTINCT n, code FROM printed)
    QUALIFY NOT starts_with(coalesce(lead(code) OVER (PARTITION BY n ORDER BY code), ''), code)
),
wholes AS (
    SELECT d.n, CAST(min(a.rowid) AS UINTEGER) AS whole_no
    FROM amounts AS a
    JOIN numbered AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE a.statement = $statement AND a.side IS DISTINCT FROM 'income' AND a.is_total AND a.measure = 'total'
    GROUP BY d.n
)
SELECT d.document_id, p.first_no, p.last_no, w.whole_no
FROM printed AS p
SEMI JOIN lowest AS l ON l.n = p.n AND l.code = p.code
JOIN numbered AS d ON d.n = p.n
LEFT JOIN wholes AS w ON w.n = p.n
WHERE p.is_found
ORDER BY p.total_yuan DESC NULLS LAST, p.n, p.table_no, p.row_no

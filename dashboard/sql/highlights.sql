-- What stands out among the chosen documents: at most one row of each kind, those first that concern most money
-- (weight_yuan), those that count tables last.
-- part and whole make a share; before and after a change; number and of_number a count, all in 元.
WITH chosen AS (
    SELECT document_id, fiscal_year FROM documents WHERE $documents IS NULL OR document_id IN (SELECT unnest(CAST($documents AS VARCHAR[])))
),
spending AS (
    SELECT a.*
    FROM amounts AS a
    JOIN chosen AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE a.statement = 'expenditure' AND (a.is_total OR a.level = 1) AND a.side IS DISTINCT FROM 'income'
        AND a.measure IN ('total', 'project')
),
totals AS (
    SELECT
        document_id,
        max(amount_yuan) FILTER (measure = 'total') AS total_yuan,
        max(amount_yuan) FILTER (measure = 'project') AS project_yuan,
        min(page) AS page, min(line) AS line
    FROM spending
    WHERE is_total
    GROUP BY document_id, table_no, row_no
    QUALIFY row_number() OVER (PARTITION BY document_id ORDER BY table_no, row_no) = 1
),
shares AS (
    SELECT *, project_yuan / total_yuan AS share, count(*) OVER () AS compared
    FROM totals
    WHERE project_yuan IS NOT NULL AND total_yuan > 0
),
largest_class AS (
    SELECT s.document_id, s.code, s.name, s.amount_yuan, t.total_yuan, s.page, s.line
    FROM spending AS s
    JOIN totals AS t ON t.document_id = s.document_id
    WHERE s.level = 1 AND NOT s.is_total AND s.measure = 'total'
    ORDER BY s.amount_yuan DESC, s.document_id, s.code
    LIMIT 1
),
largest_project AS (
    SELECT p.*, t.project_yuan
    FROM projects AS p
    LEFT JOIN totals AS t ON t.document_id = p.document_id
    WHERE p.document_id IN (SELECT document_id FROM chosen) AND p.total_yuan IS NOT NULL
    ORDER BY p.total_yuan DESC, p.document_id, p.project_no
    LIMIT 1
),
pension AS (
    SELECT document_id, CAST(sum(amount_yuan) AS DECIMAL(18, 2)) AS amount_yuan, any_value(document_total_yuan) AS total_yuan
    FROM out_pension_subsidy
    WHERE definition = 'strict' AND document_id IN (SELECT document_id FROM chosen)
    GROUP BY document_id
    HAVING any_value(document_total_yuan) > 0
    ORDER BY sum(amount_yuan) / any_value(document_total_yuan) DESC, document_id
    LIMIT 1
),
three_public AS (
    SELECT
        a.document_id,
        max(a.amount_yuan) FILTER (a.fiscal_year = d.fiscal_year - 1) AS before_yuan,
        max(a.amount_yuan) FILTER (a.fiscal_year = d.fiscal_year) AS after_yuan,
        min(a.page) AS page, min(a.line) AS line
    FROM amounts AS a
    JOIN chosen AS d ON d.document_id = a.document_id
    WHERE a.statement = 'three_public' AND a.is_total AND a.measure = 'total'
    GROUP BY a.document_id
    HAVING before_yuan <> after_yuan
    ORDER BY abs(after_yuan - before_yuan) DESC, a.document_id
    LIMIT 1
),
change AS (
    SELECT *
    FROM out_total_change
    WHERE change_yuan <> 0 AND document_id IN (SELECT document_id FROM chosen)
    ORDER BY abs(change_yuan) DESC, document_id
    LIMIT 1
),
evaluated AS (
    SELECT
        document_id,
        count(*) FILTER (outcome IN ('pass', 'rounding', 'mismatch')) AS done,
        count(*) FILTER (outcome = 'mismatch') AS failed,
        sum(abs(difference_yuan)) FILTER (outcome = 'mismatch') AS difference_yuan
    FROM checks
    WHERE document_id IN (SELECT document_id FROM chosen)
    GROUP BY document_id
),
disclosed AS (
    SELECT status, document_id, count(*) AS statements
    FROM statements
    WHERE status IN ('declared_empty', 'failed') AND document_id IN (SELECT document_id FROM chosen)
    GROUP BY status, document_id
)
SELECT
    'class' AS kind, document_id, code, name, NULL AS project_no, NULL AS basis, amount_yuan AS part_yuan, total_yuan AS whole_yuan,
    NULL AS before_yuan, NULL AS after_yuan, NULL AS number, NULL AS of_number, amount_yuan AS weight_yuan, page, line
FROM largest_class
UNION ALL
SELECT
    'project', document_id, code, name, project_no, NULL, total_yuan, project_yuan, NULL, NULL, NULL, NULL, total_yuan, page, line
FROM largest_project
UNION ALL
(
    SELECT
        'share_high', document_id, NULL, NULL, NULL, NULL, project_yuan, total_yuan, NULL, NULL, NULL, compared, project_yuan, page, line
    FROM shares
    WHERE compared > 1
    ORDER BY share DESC, document_id
    LIMIT 1
)
UNION ALL
(
    SELECT
        'share_low', document_id, NULL, NULL, NULL, NULL, project_yuan, total_yuan, NULL, NULL, NULL, compared, project_yuan, page, line
    FROM shares
    WHERE share < (SELECT max(share) FROM shares)
    ORDER BY share, document_id
    LIMIT 1
)
UNION ALL
SELECT
    'pension', document_id, NULL, NULL, NULL, NULL, amount_yuan, total_yuan, NULL, NULL, NULL, NULL, amount_yuan, NULL, NULL
FROM pension
UNION ALL
SELECT
    'three_public', document_id, NULL, NULL, NULL, NULL, NULL, NULL, before_yuan, after_yuan, NULL, NULL,
    abs(after_yuan - before_yuan), page, line
FROM three_public
UNION ALL
SELECT
    'change', document_id, NULL, NULL, NULL, basis, NULL, NULL, prior_yuan, total_yuan, NULL, NULL, abs(change_yuan), page, line
FROM change
UNION ALL
SELECT
    'checks', arg_max(document_id, failed), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    sum(failed), sum(done), sum(difference_yuan), NULL, NULL
FROM evaluated
HAVING sum(done) > 0
UNION ALL
SELECT
    status, arg_max(document_id, statements), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    sum(statements), count(*), NULL, NULL, NULL
FROM disclosed
GROUP BY status
ORDER BY weight_yuan DESC NULLS LAST, kind
LIMIT $most

-- Pension-fund subsidies of every document that lists any, under both definitions: the sums of the view out_pension_subsidy.
-- Of all documents whatever is chosen: it is asked once and chosen from. What counts is looked for among the codes and the
-- names that there are, each once, not among all rows.
WITH definitions AS MATERIALIZED (
    SELECT definition, kind, pattern FROM ref_pension_definition WHERE definition IN ('strict', 'broad')
),
spending AS MATERIALIZED (
    SELECT a.document_id, a.code, a.amount_yuan
    FROM amounts AS a
    SEMI JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE a.statement = 'expenditure' AND a.measure = 'total' AND a.code IS NOT NULL AND NOT a.is_total
),
codes AS (
    SELECT c.code, p.definition
    FROM (SELECT DISTINCT code FROM spending) AS c
    JOIN definitions AS p ON p.kind = 'code' AND starts_with(c.code, p.pattern)
    QUALIFY row_number() OVER (PARTITION BY c.code ORDER BY length(p.pattern) DESC) = 1
),
-- What lies below a code of the definition begins with it, and sorts after it.
matched AS (
    SELECT
        s.document_id, s.code, c.definition, s.amount_yuan,
        CASE
            WHEN length(s.code) <= 5 THEN max(s.code) OVER (PARTITION BY s.document_id, left(s.code, 5))
            ELSE max(s.code) OVER (PARTITION BY s.document_id, left(s.code, 7))
        END AS lowest
    FROM spending AS s
    JOIN codes AS c ON c.code = s.code
),
names AS (
    SELECT n.name
    FROM (SELECT DISTINCT name FROM projects) AS n
    SEMI JOIN definitions AS p
        ON p.kind = 'project' AND p.definition = 'broad' AND replace(n.name, ' ', '') LIKE p.pattern
),
counted AS (
    SELECT document_id, definition, amount_yuan FROM matched WHERE code = lowest
    UNION ALL
    SELECT p.document_id, 'broad', p.total_yuan
    FROM projects AS p
    SEMI JOIN names AS n ON n.name = p.name
    WHERE p.total_yuan IS NOT NULL
)
SELECT
    document_id,
    CAST(sum(amount_yuan) FILTER (definition = 'strict') AS DECIMAL(18, 2)) AS strict_yuan,
    CAST(sum(amount_yuan) AS DECIMAL(18, 2)) AS broad_yuan
FROM counted
GROUP BY document_id
ORDER BY document_id

-- The figures counted as pension-fund subsidies in the chosen documents, both definitions (filter on one before summing):
-- the rows of the view out_pension_subsidy, from the figures of these documents alone.
WITH wanted AS MATERIALIZED (
    SELECT definition, kind, pattern, fund FROM ref_pension_definition WHERE definition IN ('strict', 'broad')
),
printed AS MATERIALIZED (
    SELECT
        a.document_id, a.statement, a.code, a.name, a.amount_yuan, a.amount_text, a.unit_text, a.origin, a.page, a.line, a.box,
        a.table_no, a.row_no, a.is_total, d.fiscal_year = a.fiscal_year AS is_own_year
    FROM amounts AS a
    JOIN documents AS d ON d.document_id = a.document_id
    WHERE list_contains($documents, a.document_id) AND a.statement IN ('expenditure', 'project') AND a.measure = 'total'
),
-- What lies below a code of the definition begins with it, and sorts after it.
matched AS (
    SELECT
        s.*, w.definition, w.fund,
        CASE
            WHEN length(s.code) <= 5 THEN max(s.code) OVER (PARTITION BY s.document_id, left(s.code, 5))
            ELSE max(s.code) OVER (PARTITION BY s.document_id, left(s.code, 7))
        END AS lowest
    FROM printed AS s
    JOIN wanted AS w ON w.kind = 'code' AND starts_with(s.code, w.pattern)
    WHERE s.statement = 'expenditure' AND s.is_own_year AND NOT s.is_total
    QUALIFY row_number() OVER (PARTITION BY s.document_id, s.table_no, s.row_no ORDER BY length(w.pattern) DESC) = 1
),
by_project AS (
    SELECT
        p.document_id, w.definition, 'project' AS basis, p.code, p.name, w.fund, p.total_yuan, a.amount_text, a.unit_text,
        coalesce(a.origin, 'printed') AS origin, coalesce(a.page, p.page) AS page, coalesce(a.line, p.line) AS line,
        a.box, p.project_no
    FROM projects AS p
    JOIN wanted AS w ON w.kind = 'project' AND w.definition = 'broad' AND replace(p.name, ' ', '') LIKE w.pattern
    LEFT JOIN printed AS a
        ON a.document_id = p.document_id AND a.statement = 'project' AND NOT a.is_total
        AND CASE WHEN p.code IS NULL THEN a.line = p.line AND a.page IS NOT DISTINCT FROM p.page ELSE a.code = p.code END
        AND a.amount_yuan = p.total_yuan
    WHERE list_contains($documents, p.document_id) AND p.total_yuan IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY p.document_id, p.project_no ORDER BY w.pattern, a.line) = 1
),
counted AS (
    SELECT
        document_id, definition, 'function_code' AS basis, code, name, fund, amount_yuan, amount_text, unit_text, origin,
        page, line, box, NULL AS project_no
    FROM matched
    WHERE code = lowest
    UNION ALL
    FROM by_project
),
totals AS (
    SELECT document_id, any_value(amount_yuan) AS document_total_yuan
    FROM printed
    WHERE statement = 'expenditure' AND is_own_year AND is_total
    GROUP BY document_id
)
SELECT
    c.document_id, d.jurisdiction, d.unit, d.scope, d.parent_unit, d.fiscal_year, d.stage,
    m.definition, c.basis, c.code, c.name, c.fund, c.amount_yuan, c.amount_text, c.unit_text,
    t.document_total_yuan,
    CAST(CASE WHEN t.document_total_yuan <> 0 THEN c.amount_yuan / t.document_total_yuan END AS DECIMAL(18, 8)) AS share_of_total,
    c.origin, c.page, c.line, c.box, c.project_no
FROM counted AS c
JOIN documents AS d ON d.document_id = c.document_id
JOIN (VALUES ('strict', 'strict'), ('strict', 'broad'), ('broad', 'broad')) AS m(own, definition) ON m.own = c.definition
LEFT JOIN totals AS t ON t.document_id = c.document_id
ORDER BY d.jurisdiction, c.document_id, m.definition DESC, c.code NULLS LAST, c.name

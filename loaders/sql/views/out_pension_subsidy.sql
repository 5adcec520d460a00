-- Subsidies to close pension-fund gaps (养老保险基金缺口财政补助) under two definitions (ref_pension_definition).
-- Each definition is complete: filter on one before summing (`broad` repeats the rows of `strict` and adds its own).
-- Counted by function code from the lowest printed level, and, for `broad`, by name for projects outside the funds.
-- A document without rows here has none in its own budget: that is not the same as zero.
WITH spending AS (
    SELECT a.*
    FROM amounts AS a
    JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE a.statement = 'expenditure' AND a.measure = 'total' AND a.code IS NOT NULL AND NOT a.is_total
),
leaves AS (
    SELECT s.*
    FROM spending AS s
    WHERE NOT EXISTS (
        SELECT 1 FROM spending AS lower
        WHERE lower.document_id = s.document_id AND lower.code LIKE s.code || '_%'
    )
),
by_code AS (
    SELECT
        l.document_id, r.definition, 'function_code' AS basis, l.code, l.name, r.fund,
        l.amount_yuan, l.amount_text, l.unit_text, l.origin, l.page, l.line
    FROM leaves AS l
    JOIN ref_pension_definition AS r
        ON r.kind = 'code' AND r.definition IN ('strict', 'broad') AND starts_with(l.code, r.pattern)
    QUALIFY row_number() OVER (PARTITION BY l.document_id, l.table_no, l.row_no ORDER BY length(r.pattern) DESC) = 1
),
by_project AS (
    SELECT
        p.document_id, r.definition, 'project' AS basis, p.code, p.name, r.fund,
        p.total_yuan AS amount_yuan,
        (
            SELECT any_value(a.amount_text) FROM amounts AS a
            WHERE a.document_id = p.document_id AND a.statement = 'project' AND a.measure = 'total' AND a.line = p.line
        ) AS amount_text,
        NULL AS unit_text, 'printed' AS origin, p.page, p.line
    FROM projects AS p
    JOIN ref_pension_definition AS r
        ON r.kind = 'project' AND r.definition = 'broad' AND replace(p.name, ' ', '') LIKE r.pattern
    WHERE p.total_yuan IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY p.document_id, p.project_no ORDER BY r.pattern) = 1
),
counted AS (
    FROM by_code
    UNION ALL
    FROM by_project
),
complete AS (
    SELECT * FROM counted
    UNION ALL
    SELECT * REPLACE ('broad' AS definition) FROM counted WHERE definition = 'strict'
),
totals AS (
    SELECT document_id, any_value(amount_yuan) AS document_total_yuan
    FROM amounts
    JOIN documents USING (document_id, fiscal_year)
    WHERE statement = 'expenditure' AND measure = 'total' AND is_total
    GROUP BY document_id
)
SELECT
    d.document_id, d.jurisdiction, d.unit, d.scope, d.parent_unit, d.fiscal_year, d.stage,
    c.definition, c.basis, c.code, c.name, c.fund, c.amount_yuan, c.amount_text, c.unit_text,
    t.document_total_yuan,
    CAST(CASE WHEN t.document_total_yuan <> 0 THEN c.amount_yuan / t.document_total_yuan END AS DECIMAL(18, 8)) AS share_of_total,
    c.origin, c.page, c.line
FROM complete AS c
JOIN documents AS d ON d.document_id = c.document_id
LEFT JOIN totals AS t ON t.document_id = c.document_id

-- Subsidies to close pension-fund gaps (养老保险基金缺口财政补助) under two definitions (ref_pension_definition).
-- Each definition is complete: filter on one before summing (`broad` repeats the rows of `strict` and adds its own).
-- Counted by function code from the lowest printed level, and, for `broad`, by name for projects outside the funds.
-- A document without rows here has none in its own budget: that is not the same as zero.
-- A choice of documents has to reach the figures: documents are joined first, and nothing is materialised in between.
WITH spending AS NOT MATERIALIZED (
    SELECT a.*, d.jurisdiction, d.unit, d.scope, d.parent_unit, d.stage
    FROM amounts AS a
    JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE a.statement = 'expenditure' AND a.measure = 'total' AND a.code IS NOT NULL AND NOT a.is_total
),
-- What lies below a code of the definition begins with it, and sorts after it.
matched AS NOT MATERIALIZED (
    SELECT
        s.*, r.definition, r.fund,
        CASE
            WHEN length(s.code) <= 5 THEN max(s.code) OVER (PARTITION BY s.document_id, left(s.code, 5))
            ELSE max(s.code) OVER (PARTITION BY s.document_id, left(s.code, 7))
        END AS lowest
    FROM spending AS s
    JOIN ref_pension_definition AS r
        ON r.kind = 'code' AND r.definition IN ('strict', 'broad') AND starts_with(s.code, r.pattern)
    QUALIFY row_number() OVER (
        PARTITION BY s.document_id, s.table_no, s.row_no ORDER BY length(r.pattern) DESC
    ) = 1
),
by_code AS NOT MATERIALIZED (
    SELECT
        document_id, jurisdiction, unit, scope, parent_unit, fiscal_year, stage,
        definition, 'function_code' AS basis, code, name, fund,
        amount_yuan, amount_text, unit_text, origin, page, line, box, NULL AS project_no
    FROM matched
    WHERE code = lowest
),
by_project AS NOT MATERIALIZED (
    SELECT
        d.document_id, d.jurisdiction, d.unit, d.scope, d.parent_unit, d.fiscal_year, d.stage,
        r.definition, 'project' AS basis, p.code, p.name, r.fund,
        p.total_yuan AS amount_yuan, a.amount_text, a.unit_text, coalesce(a.origin, 'printed') AS origin,
        coalesce(a.page, p.page) AS page, coalesce(a.line, p.line) AS line, a.box, p.project_no
    FROM projects AS p
    JOIN documents AS d ON d.document_id = p.document_id
    JOIN ref_pension_definition AS r
        ON r.kind = 'project' AND r.definition = 'broad' AND replace(p.name, ' ', '') LIKE r.pattern
    LEFT JOIN amounts AS a
        ON a.document_id = p.document_id AND a.statement = 'project' AND a.measure = 'total' AND NOT a.is_total
        AND CASE WHEN p.code IS NULL THEN a.line = p.line AND a.page IS NOT DISTINCT FROM p.page ELSE a.code = p.code END
        AND a.amount_yuan = p.total_yuan
    WHERE p.total_yuan IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY d.document_id, p.project_no ORDER BY r.pattern, a.line) = 1
),
counted AS NOT MATERIALIZED (
    FROM by_code
    UNION ALL
    FROM by_project
),
totals AS NOT MATERIALIZED (
    SELECT document_id, any_value(amount_yuan) AS document_total_yuan
    FROM amounts
    JOIN documents USING (document_id, fiscal_year)
    WHERE statement = 'expenditure' AND measure = 'total' AND is_total
    GROUP BY document_id
)
SELECT
    c.document_id, c.jurisdiction, c.unit, c.scope, c.parent_unit, c.fiscal_year, c.stage,
    m.definition, c.basis, c.code, c.name, c.fund, c.amount_yuan, c.amount_text, c.unit_text,
    t.document_total_yuan,
    CAST(CASE WHEN t.document_total_yuan <> 0 THEN c.amount_yuan / t.document_total_yuan END AS DECIMAL(18, 8)) AS share_of_total,
    c.origin, c.page, c.line, c.box, c.project_no
FROM counted AS c
JOIN (VALUES ('strict', 'strict'), ('strict', 'broad'), ('broad', 'broad')) AS m(own, definition) ON m.own = c.definition
LEFT JOIN totals AS t ON t.document_id = c.document_id

-- The same subsidy, by function code, one year apart, with what the narrative says about it.
-- Documents are comparable where they are about one unit in one scope and stage (relation `same`); a unit and the department
-- that contains it only for subsidies that both print under the same code, for then the unit executes them (`unit_to_department`,
-- `department_to_unit`). `narrative` has no document of the year before: past_yuan is the amount minus the change said.
-- A code that only one of two documents of the same unit lists has no amount on the other side: not zero, not listed.
WITH chosen AS MATERIALIZED (
    SELECT document_id, jurisdiction, unit, scope, parent_unit, fiscal_year, stage
    FROM documents
    WHERE list_contains($documents, document_id)
),
figures AS MATERIALIZED (
    SELECT
        document_id, jurisdiction, fiscal_year, code, name, fund, amount_yuan, page, line,
        EXISTS (
            SELECT 1 FROM ref_pension_definition AS r
            WHERE r.kind = 'code' AND r.definition = 'strict' AND starts_with(p.code, r.pattern)
        ) AS is_strict
    FROM out_pension_subsidy AS p
    WHERE definition = 'broad' AND basis = 'function_code' AND list_contains($documents, document_id)
),
pairs AS (
    SELECT
        now.document_id, past.document_id AS past_document_id, now.jurisdiction, now.fiscal_year,
        CASE
            WHEN now.unit = past.unit AND now.scope = past.scope THEN 'same'
            WHEN past.scope = 'unit' AND now.scope = 'department' AND past.parent_unit = now.unit THEN 'unit_to_department'
            WHEN past.scope = 'department' AND now.scope = 'unit' AND now.parent_unit = past.unit THEN 'department_to_unit'
        END AS relation
    FROM chosen AS now
    JOIN chosen AS past
        ON past.jurisdiction = now.jurisdiction AND past.stage = now.stage AND past.fiscal_year = now.fiscal_year - 1
    WHERE relation IS NOT NULL
),
said AS (
    SELECT
        f.document_id, f.code, n.amount_yuan AS said_yuan,
        CAST(CASE WHEN n.direction = 'flat' THEN 0 ELSE n.change_yuan END AS DECIMAL(18, 2)) AS said_change_yuan,
        n.change_pct AS said_pct, n.pct_text AS said_pct_text, n.is_approximate, n.text AS said_text, n.page AS said_page, n.line AS said_line
    FROM figures AS f
    JOIN narrative AS n
        ON n.document_id = f.document_id AND n.fiscal_year = f.fiscal_year
        AND (n.topic = 'function' AND n.code = f.code OR n.topic = 'pension_gap' AND n.amount_yuan = f.amount_yuan)
    WHERE n.change_yuan IS NOT NULL OR n.change_pct IS NOT NULL OR n.direction = 'flat'
    QUALIFY row_number() OVER (PARTITION BY f.document_id, f.code ORDER BY n.change_yuan IS NULL, n.line) = 1
),
listed AS (
    SELECT DISTINCT p.document_id, p.past_document_id, f.code
    FROM pairs AS p
    JOIN figures AS f ON f.document_id IN (p.document_id, p.past_document_id)
),
between_documents AS (
    SELECT
        p.document_id, p.past_document_id, p.jurisdiction, l.code, coalesce(now.name, past.name) AS name,
        coalesce(now.fund, past.fund) AS fund, coalesce(now.is_strict, past.is_strict) AS is_strict,
        p.fiscal_year - 1 AS past_year, p.fiscal_year, past.amount_yuan AS past_yuan, now.amount_yuan,
        past.page AS past_page, past.line AS past_line, now.page, now.line, p.relation
    FROM listed AS l
    JOIN pairs AS p ON p.document_id = l.document_id AND p.past_document_id = l.past_document_id
    LEFT JOIN figures AS now ON now.document_id = p.document_id AND now.code = l.code
    LEFT JOIN figures AS past ON past.document_id = p.past_document_id AND past.code = l.code
    WHERE p.relation = 'same' OR (now.code IS NOT NULL AND past.code IS NOT NULL)
),
within_narrative AS (
    SELECT
        f.document_id, f.document_id AS past_document_id, f.jurisdiction, f.code, f.name, f.fund, f.is_strict,
        f.fiscal_year - 1 AS past_year, f.fiscal_year,
        CAST(coalesce(s.said_yuan, f.amount_yuan) - s.said_change_yuan AS DECIMAL(18, 2)) AS past_yuan, f.amount_yuan,
        s.said_page AS past_page, s.said_line AS past_line, f.page, f.line, 'narrative' AS relation
    FROM figures AS f
    JOIN said AS s ON s.document_id = f.document_id AND s.code = f.code
    WHERE s.said_change_yuan IS NOT NULL AND NOT s.is_approximate
)
SELECT
    c.*, CAST(c.amount_yuan - c.past_yuan AS DECIMAL(18, 2)) AS change_yuan,
    s.said_change_yuan, s.said_pct, s.said_pct_text, s.is_approximate, s.said_text, s.said_page, s.said_line
FROM (FROM between_documents UNION ALL FROM within_narrative) AS c
LEFT JOIN said AS s ON s.document_id = c.document_id AND s.code = c.code
ORDER BY c.jurisdiction, c.document_id, c.past_document_id, c.relation, c.code

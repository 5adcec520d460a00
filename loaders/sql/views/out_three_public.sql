-- “三公”经费, long: one row per document, year, component and place (the table, or the narrative).
-- A prior year said only as a change is derived (this year − change): origin `narrative`, is_derived true.
-- The same figure may stand in the table and in the narrative: never add rows of different `place`.
WITH said AS (
    SELECT n.*, d.fiscal_year AS document_year
    FROM narrative AS n
    JOIN documents AS d ON d.document_id = n.document_id
    WHERE n.topic = 'three_public'
        AND n.code IS NOT NULL
        AND n.amount_yuan IS NOT NULL
),
places AS (
    SELECT
        document_id, fiscal_year, CASE WHEN is_total THEN 'total' ELSE code END AS component,
        'table' AS place, amount_yuan, amount_text, unit_text, origin, FALSE AS is_derived, NULL AS text, page, line
    FROM amounts
    WHERE statement = 'three_public' AND measure = 'total'
    UNION ALL
    SELECT
        document_id, fiscal_year, code, 'narrative', amount_yuan, NULL, NULL, 'narrative', FALSE, text, page, line
    FROM said
    UNION ALL
    SELECT
        document_id, fiscal_year - 1, code, 'narrative',
        CAST(amount_yuan - CASE WHEN direction = 'flat' THEN 0 ELSE change_yuan END AS DECIMAL(18, 2)),
        NULL, NULL, 'narrative', TRUE, text, page, line
    FROM said
    WHERE fiscal_year = document_year AND (direction = 'flat' OR change_yuan IS NOT NULL)
)
SELECT
    d.document_id, d.jurisdiction, d.unit, d.scope, d.parent_unit, d.fiscal_year AS document_year, d.stage,
    p.fiscal_year, p.component, p.place, p.amount_yuan, p.amount_text, p.unit_text, p.origin, p.is_derived, p.text, p.page, p.line
FROM places AS p
JOIN documents AS d ON d.document_id = p.document_id

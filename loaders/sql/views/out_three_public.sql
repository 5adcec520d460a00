-- “三公”经费, long: one row per document, year, component and place (the table, or the narrative), and 机关运行经费 beside it
-- (component `agency_operation`, never a part of the total; `subject` is what the narrative calls it).
-- A prior year said only as a change is derived: amount_yuan = base_yuan (this year) − change_yuan (said), origin `narrative`,
-- is_derived true, printed nowhere; page and line are those of the change, base_page and base_line those of this year's
-- amount, which is the table's (base_place `table`) where the narrative gives none.
-- change_yuan, change_pct, pct_text and direction are what the narrative says on the year before; nothing is derived from
-- what it gives as approximate (is_approximate).
-- The same figure may stand in the table and in the narrative: never add rows of different `place`.
WITH said AS NOT MATERIALIZED (
    SELECT n.*, d.fiscal_year AS document_year
    FROM narrative AS n
    JOIN documents AS d ON d.document_id = n.document_id
    WHERE n.topic IN ('three_public', 'agency_operation') AND n.code IS NOT NULL
),
printed AS NOT MATERIALIZED (
    SELECT a.*, CASE WHEN a.is_total THEN 'total' ELSE a.code END AS component
    FROM amounts AS a
    WHERE a.statement = 'three_public' AND a.measure = 'total'
),
changed AS NOT MATERIALIZED (
    SELECT
        s.document_id, s.fiscal_year, s.code, s.subject, s.text, s.page, s.line, s.change_pct, s.pct_text, s.direction,
        CAST(CASE WHEN s.direction = 'flat' THEN 0 ELSE s.change_yuan END AS DECIMAL(18, 2)) AS change_yuan,
        coalesce(s.amount_yuan, p.amount_yuan) AS base_yuan,
        CASE WHEN s.amount_yuan IS NULL THEN 'table' ELSE 'narrative' END AS base_place,
        CASE WHEN s.amount_yuan IS NULL THEN p.page ELSE s.page END AS base_page,
        CASE WHEN s.amount_yuan IS NULL THEN p.line ELSE s.line END AS base_line
    FROM said AS s
    LEFT JOIN printed AS p
        ON p.document_id = s.document_id AND p.fiscal_year = s.fiscal_year AND p.component = s.code
        AND s.amount_yuan IS NULL
    WHERE s.fiscal_year = s.document_year AND NOT s.is_approximate AND (s.direction = 'flat' OR s.change_yuan IS NOT NULL)
        AND (s.amount_yuan IS NOT NULL OR p.amount_yuan IS NOT NULL)
),
places AS (
    SELECT
        document_id, fiscal_year, component, 'table' AS place, amount_yuan, amount_text, unit_text, origin,
        FALSE AS is_derived, NULL AS text, page, line, box, NULL AS subject,
        NULL AS base_yuan, NULL AS base_place, NULL AS base_page, NULL AS base_line,
        NULL AS change_yuan, NULL AS change_pct, NULL AS pct_text, NULL AS direction, FALSE AS is_approximate
    FROM printed
    UNION ALL
    SELECT
        document_id, fiscal_year, code, 'narrative', amount_yuan, amount_text, unit_text, 'narrative',
        FALSE, text, page, line, NULL, subject,
        NULL, NULL, NULL, NULL,
        CAST(CASE WHEN direction = 'flat' THEN 0 ELSE change_yuan END AS DECIMAL(18, 2)), change_pct, pct_text, direction,
        is_approximate
    FROM said
    WHERE amount_yuan IS NOT NULL
    UNION ALL
    SELECT
        document_id, fiscal_year - 1, code, 'narrative', CAST(base_yuan - change_yuan AS DECIMAL(18, 2)), NULL, NULL, 'narrative',
        TRUE, text, page, line, NULL, subject,
        base_yuan, base_place, base_page, base_line,
        change_yuan, change_pct, pct_text, direction, FALSE
    FROM changed
)
SELECT
    d.document_id, d.jurisdiction, d.unit, d.scope, d.parent_unit, d.fiscal_year AS document_year, d.stage,
    p.fiscal_year, p.component, p.place, p.amount_yuan, p.amount_text, p.unit_text, p.origin, p.is_derived, p.text, p.page, p.line,
    p.box, p.subject, p.base_yuan, p.base_place, p.base_page, p.base_line, p.change_yuan, p.change_pct, p.direction,
    p.pct_text, p.is_approximate
FROM places AS p
JOIN documents AS d ON d.document_id = p.document_id

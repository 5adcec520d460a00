-- The rows of all tables as they are printed, measures side by side; a blank cell is NULL.
CREATE OR REPLACE TEMP TABLE printed AS
WITH heads AS (
    SELECT t.*, d.fiscal_year AS year, coalesce(t.own, 0) + t.fiscal AS whole
    FROM totals AS t JOIN docs AS d ON d.document_id = t.document_id
    WHERE t.years_before = 0
),
coded AS (
    SELECT
        t.*, i.name, length(t.code) // 2 AS level, left(t.code, length(t.code) - 2) AS above,
        coalesce(t.basic, 0) + coalesce(t.project, 0) + coalesce(t.own, 0) AS whole,
        nullif(coalesce(t.basic, 0) + coalesce(t.general_project, 0), 0) AS general_public,
        nullif(coalesce(t.basic, 0) + coalesce(t.project, 0), 0) AS fiscal, h.own_is_carryover
    FROM tree AS t
    JOIN heads AS h ON h.document_id = t.document_id
    LEFT JOIN items AS i ON i.code = t.code
),
classes AS (SELECT * FROM coded WHERE level = 1),
halves AS (
    SELECT document_id, 1 AS table_no, 'summary' AS statement, 'income' AS side, h.place, h.name, h.is_total, h.total,
        NULL::BIGINT AS general_public, NULL::BIGINT AS government_fund, NULL::BIGINT AS state_capital
    FROM heads, LATERAL (VALUES
        (1, '一般公共预算拨款收入', false, heads.general_public), (2, '政府性基金预算拨款收入', false, heads.government_fund),
        (3, '国有资本经营预算拨款收入', false, heads.state_capital),
        (4, '事业收入', false, CASE WHEN NOT own_is_carryover THEN own END),
        (60, '本年收入合计', true, whole - CASE WHEN own_is_carryover THEN coalesce(own, 0) ELSE 0 END),
        (61, '上年结转', false, CASE WHEN own_is_carryover THEN own END), (62, '收入总计', true, whole)
    ) AS h(place, name, is_total, total)
    UNION ALL
    SELECT document_id, 1, 'summary', 'expenditure', 5 + row_number() OVER (PARTITION BY document_id ORDER BY code),
        name, false, whole, NULL, NULL, NULL
    FROM classes
    UNION ALL
    SELECT document_id, 1, 'summary', 'expenditure', unnest([70, 71]), unnest(['本年支出合计', '支出总计']), true, whole,
        NULL, NULL, NULL
    FROM heads
    UNION ALL
    SELECT document_id, 4, 'appropriation', 'income', h.place, h.name, h.is_total, h.total, NULL, NULL, NULL
    FROM heads, LATERAL (VALUES
        (1, '一般公共预算拨款收入', false, heads.general_public), (2, '政府性基金预算拨款收入', false, heads.government_fund),
        (3, '国有资本经营预算拨款收入', false, heads.state_capital), (60, '本年收入合计', true, fiscal),
        (62, '收入总计', true, fiscal)
    ) AS h(place, name, is_total, total)
    UNION ALL
    SELECT document_id, 4, 'appropriation', 'expenditure', 5 + row_number() OVER (PARTITION BY document_id ORDER BY code),
        name, false, fiscal, general_public, government_fund, state_capital
    FROM classes WHERE fiscal IS NOT NULL
    UNION ALL
    SELECT document_id, 4, 'appropriation', 'expenditure', unnest([70, 71]), unnest(['本年支出合计', '支出总计']), true,
        fiscal, general_public, government_fund, state_capital
    FROM heads
)
SELECT
    document_id, statement, table_no, NULL::INTEGER AS year, side, NULL AS code, name, NULL AS paired_name,
    NULL::INTEGER AS level, NULL AS parent_code, is_total, place AS row_no, NULL AS unit_text,
    total, NULL::BIGINT AS basic, NULL::BIGINT AS personnel, NULL::BIGINT AS public, NULL::BIGINT AS project,
    NULL::BIGINT AS fiscal, general_public, government_fund, state_capital, NULL::BIGINT AS business,
    NULL::BIGINT AS carryover
FROM halves
UNION ALL BY NAME
SELECT document_id, 'income' AS statement, 2 AS table_no, code, name, level, nullif(above, '') AS parent_code,
    code IS NULL AS is_total, whole AS total, fiscal, general_public, government_fund, state_capital,
    CASE WHEN NOT own_is_carryover THEN own END AS business, CASE WHEN own_is_carryover THEN own END AS carryover,
    row_number() OVER (PARTITION BY document_id ORDER BY code NULLS FIRST) AS row_no
FROM coded
UNION ALL BY NAME
SELECT document_id, 'expenditure' AS statement, 3 AS table_no, code, name, level, nullif(above, '') AS parent_code,
    code IS NULL AS is_total, whole AS total, basic, nullif(coalesce(project, 0) + coalesce(own, 0), 0) AS project,
    row_number() OVER (PARTITION BY document_id ORDER BY code NULLS FIRST) AS row_no
FROM coded
UNION ALL BY NAME
SELECT document_id, 'general_public' AS statement, 5 AS table_no, code, name, level, nullif(above, '') AS parent_code,
    code IS NULL AS is_total, general_public AS total, basic, personnel, public, general_project AS project,
    row_number() OVER (PARTITION BY document_id ORDER BY code NULLS FIRST) AS row_no
FROM coded WHERE general_public IS NOT NULL
UNION ALL BY NAME
SELECT document_id, 'basic_economic' AS statement, 6 AS table_no, e.code, i.name, length(e.code) // 2 AS level,
    nullif(left(e.code, length(e.code) - 2), '') AS parent_code, e.code IS NULL AS is_total,
    total, personnel, public,
    row_number() OVER (PARTITION BY document_id ORDER BY e.code NULLS FIRST) AS row_no
FROM economic AS e LEFT JOIN items AS i ON i.code = e.code
UNION ALL BY NAME
SELECT t.document_id, 'three_public' AS statement, 7 AS table_no, d.fiscal_year - t.years_before AS year,
    c.code, c.name, c.above AS parent_code, c.code = 'total' AS is_total, c.total, '万元' AS unit_text,
    10 * t.years_before + c.place AS row_no
FROM three AS t
JOIN docs AS d ON d.document_id = t.document_id
CROSS JOIN LATERAL (VALUES
    (1, 'total', '合计', NULL, coalesce(abroad, 0) + coalesce(purchase, 0) + operation + reception),
    (2, 'abroad', '因公出国（境）费', NULL, coalesce(abroad, CASE WHEN draw(d.division_code || 'zero', 2) = 0 THEN 0 END)),
    (3, 'vehicle', '公务用车购置及运行维护费', NULL, coalesce(purchase, 0) + operation),
    (4, 'vehicle_purchase', '公务用车购置费', 'vehicle', purchase),
    (5, 'vehicle_operation', '公务用车运行维护费', 'vehicle', operation),
    (6, 'reception', '公务接待费', NULL, reception)
) AS c(place, code, name, above, total)
WHERE d.stage = 'budget' OR t.years_before = 0
UNION ALL BY NAME
SELECT document_id, 'government_fund' AS statement, 8 AS table_no, code, name, level,
    nullif(above, '') AS parent_code, code IS NULL AS is_total, government_fund AS total, government_fund AS project,
    NULL::BIGINT AS government_fund,
    row_number() OVER (PARTITION BY document_id ORDER BY code NULLS FIRST) AS row_no
FROM coded WHERE government_fund IS NOT NULL
UNION ALL BY NAME
SELECT document_id, 'state_capital' AS statement, 9 AS table_no, code, name, level,
    nullif(above, '') AS parent_code, code IS NULL AS is_total, state_capital AS total, state_capital AS project,
    NULL::BIGINT AS state_capital,
    row_number() OVER (PARTITION BY document_id ORDER BY code NULLS FIRST) AS row_no
FROM coded WHERE state_capital IS NOT NULL
UNION ALL BY NAME
SELECT e.document_id, 'basic_economic_by_source' AS statement, 10 AS table_no, e.code, i.name,
    length(e.code) // 2 AS level, nullif(left(e.code, length(e.code) - 2), '') AS parent_code, e.code IS NULL AS is_total,
    total, total AS fiscal, total AS general_public,
    row_number() OVER (PARTITION BY e.document_id ORDER BY e.code NULLS FIRST) AS row_no
FROM economic AS e
JOIN docs AS d ON d.document_id = e.document_id AND draw(d.division_code || 'by source', 4) = 0
LEFT JOIN items AS i ON i.code = e.code
UNION ALL BY NAME
SELECT document_id, 'project' AS statement, 11 AS table_no, name, false AS is_total, 1 + project_no AS row_no,
    project + coalesce(own, 0) AS total, project AS fiscal,
    CASE fund WHEN 'general_public' THEN project END AS general_public,
    CASE fund WHEN 'government_fund' THEN project END AS government_fund,
    CASE fund WHEN 'state_capital' THEN project END AS state_capital,
    CASE WHEN NOT own_is_carryover THEN p.own END AS business, CASE WHEN own_is_carryover THEN p.own END AS carryover
FROM named_projects AS p
JOIN (SELECT document_id, own_is_carryover FROM heads) AS h USING (document_id)
UNION ALL BY NAME
SELECT document_id, 'project' AS statement, 11 AS table_no, true AS is_total, 1 AS row_no, whole - coalesce(basic, 0) AS total,
    project AS fiscal, general_project AS general_public, government_fund, state_capital,
    CASE WHEN NOT own_is_carryover THEN own END AS business, CASE WHEN own_is_carryover THEN own END AS carryover
FROM coded WHERE code IS NULL AND project IS NOT NULL
UNION ALL BY NAME
SELECT b.document_id, 'procurement' AS statement, 12 AS table_no, b.code, i.name, length(b.code) // 2 AS level,
    nullif(left(b.code, length(b.code) - 2), '') AS parent_code, b.code IS NULL AS is_total,
    bought AS total, bought AS fiscal, bought AS general_public,
    row_number() OVER (PARTITION BY b.document_id ORDER BY b.code NULLS FIRST) AS row_no
FROM bidding AS b
JOIN docs AS d ON d.document_id = b.document_id AND draw(d.document_id || 'unread', 400) > 0
LEFT JOIN items AS i ON i.code = b.code;

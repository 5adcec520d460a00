-- The cost ceilings of a 绩效目标 form against the budget of its project: one, or the sum of several; where one of several
-- is the whole budget, the others are parts of it. A ceiling is a limit, not a rounded figure. Prices of one piece,
-- said in words or by a finer unit and less than a hundredth of the budget, are no ceilings of the project.
WITH money AS (
    SELECT
        t.*, p.total_yuan, p.name AS project, p.page AS project_page, p.line AS project_line,
        TRY_CAST(
            TRY_CAST(t.value_number AS DECIMAL(18, 6)) * (fen_of(t.value_unit) // 100)::DECIMAL(18, 0) AS DECIMAL(18, 2)
        ) AS yuan
    FROM targets AS t
    JOIN doc USING (document_id)
    JOIN projects AS p ON p.document_id = t.document_id AND p.project_no = t.project_no
    WHERE t.comparator IN ('≤', '<', '=') AND t.value_unit IN (SELECT unit_text FROM step)
        AND p.total_yuan <> 0
        AND regexp_matches(t.level1 || ' ' || t.level2, (SELECT label FROM word WHERE kind = 'pattern' AND key = 'cost'))
        AND NOT regexp_matches(bare(t.level3), (SELECT label FROM word WHERE kind = 'pattern' AND key = 'unit_cost'))
),
ceiling AS (
    SELECT *, bool_or(yuan = total_yuan) OVER form AS has_whole, count(*) OVER form AS ceilings, sum(yuan) OVER form AS together
    FROM money
    WHERE yuan IS NOT NULL AND NOT (value_unit = '元' AND yuan * 100 < total_yuan)
    WINDOW form AS (PARTITION BY document_id, form_no)
),
kept AS (
    SELECT *, count(DISTINCT together) OVER (PARTITION BY document_id, project_no) AS variants
    FROM ceiling
    WHERE NOT has_whole OR yuan = total_yuan
    QUALIFY NOT has_whole OR row_number() OVER (PARTITION BY document_id, form_no ORDER BY target_no) = 1
),
budget AS (
    SELECT k.document_id, k.project_no, f.figure
    FROM (SELECT DISTINCT document_id, project_no, project, total_yuan, project_line, project_page FROM kept) AS k
    LEFT JOIN fig AS f ON f.document_id = k.document_id AND f.statement = 'project' AND NOT f.is_total
        AND f.measure = 'total' AND f.figure.yuan = k.total_yuan AND f.bare_name = bare(k.project)
    QUALIFY row_number() OVER (
        PARTITION BY k.document_id, k.project_no
        ORDER BY f.figure.line IS DISTINCT FROM k.project_line, f.row_no <> k.project_no, f.figure_no
    ) = 1
)
SELECT
    document_id, 'form ' || form_no AS anchor, 'project' AS statement, project_code AS code, 'total' AS measure,
    project AS subject, 'left' AS role, level3 AS label,
    {'yuan': yuan, 'half': 0, 'text': value_text, 'unit_text': value_unit, 'source': 'targets',
     'document_id': document_id, 'no': target_no, 'page': page, 'line': line} AS figure,
    target_no AS ord,
    CASE WHEN variants > 1 THEN '同一项目有几份绩效目标表，成本上限各不相同' END AS missing
FROM kept
UNION ALL BY NAME
SELECT
    k.document_id, 'form ' || k.form_no AS anchor, 'project' AS statement, 'right' AS role, '项目预算' AS label,
    coalesce(b.figure, {
        'yuan': k.total_yuan, 'half': 0, 'text': money_text(k.total_yuan, '元'), 'unit_text': '元', 'source': 'projects',
        'document_id': k.document_id, 'no': k.project_no, 'page': k.project_page, 'line': k.project_line
    }) AS figure,
    10000000 AS ord
FROM kept AS k
JOIN budget AS b USING (document_id, project_no)
QUALIFY row_number() OVER (PARTITION BY k.document_id, k.form_no) = 1

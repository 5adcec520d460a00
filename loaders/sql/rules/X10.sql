-- The cost ceilings of a 绩效目标 form against the budget of its project: one, or the sum of several; where one of several
-- is the whole budget, the others are parts of it. A ceiling is a limit, not a rounded figure. Prices of one piece,
-- said in words or by a finer unit and less than a hundredth of the budget, are no ceilings of the project.
WITH ceiling AS (
    SELECT
        t.document_id, t.form_no, t.target_no, t.level3, t.value_text, t.value_unit, t.page, t.line, t.yuan, p.code,
        p.name, p.project_no, p.total_yuan, p.page AS project_page, p.line AS project_line,
        bool_or(t.yuan = p.total_yuan) OVER form AS has_whole, sum(t.yuan) OVER form AS together
    FROM money_target AS t
    JOIN projects AS p ON p.document_id = t.document_id AND p.project_no = t.project_no
    WHERE p.total_yuan <> 0 AND NOT (t.value_unit = '元' AND t.yuan * 100 < p.total_yuan)
    WINDOW form AS (PARTITION BY t.document_id, t.form_no)
),
budgeted AS (
    SELECT
        c.*, f.figure AS budget,
        row_number() OVER (PARTITION BY c.document_id, c.form_no, c.target_no ORDER BY
            f.figure.line IS DISTINCT FROM c.project_line, f.row_no <> c.project_no, f.figure_no
        ) AS choice,
        c.target_no = min(c.target_no) OVER (PARTITION BY c.document_id, c.form_no) AS is_first,
        min(together) OVER project <> max(together) OVER project AS differs
    FROM ceiling AS c
    LEFT JOIN fig AS f ON f.document_id = c.document_id AND f.statement = 'project' AND NOT f.is_total
        AND f.measure = 'total' AND f.figure.yuan = c.total_yuan AND f.bare_name = bare(c.name)
    WHERE NOT c.has_whole OR c.yuan = c.total_yuan
    WINDOW project AS (PARTITION BY c.document_id, c.project_no)
)
SELECT
    document_id, 'form ' || form_no AS anchor, 'project' AS statement, code, 'total' AS measure, name AS subject,
    CASE r.ord WHEN 1 THEN 'left' ELSE 'right' END AS role, CASE r.ord WHEN 1 THEN level3 ELSE '项目预算' END AS label,
    CASE
        WHEN r.ord = 2 AND budget.yuan IS NOT NULL THEN budget
        ELSE {
            'yuan': CASE r.ord WHEN 1 THEN yuan ELSE total_yuan END, 'half': 0,
            'text': CASE r.ord WHEN 1 THEN value_text ELSE total_yuan::VARCHAR END,
            'unit_text': CASE r.ord WHEN 1 THEN value_unit ELSE '元' END,
            'source': CASE r.ord WHEN 1 THEN 'targets' ELSE 'projects' END, 'document_id': document_id,
            'no': CASE r.ord WHEN 1 THEN target_no ELSE project_no END,
            'page': CASE r.ord WHEN 1 THEN page ELSE project_page END,
            'line': CASE r.ord WHEN 1 THEN line ELSE project_line END
        }
    END AS figure,
    CASE r.ord WHEN 1 THEN target_no ELSE 10000000 END AS ord,
    CASE WHEN differs THEN '同一项目有几份绩效目标表，成本上限各不相同' END AS missing
FROM budgeted
CROSS JOIN (VALUES (1), (2)) AS r (ord)
WHERE choice = 1 AND (is_first OR (r.ord = 1 AND NOT has_whole))

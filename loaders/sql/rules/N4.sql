-- “三公” by component, this year and the year before; 机关运行经费; purchases; projects with targets, counted and summed.
WITH component AS (
    SELECT * FROM fig
    WHERE statement = 'three_public' AND measure = 'total'
    QUALIFY row_number() OVER (PARTITION BY document_id, fiscal_year, code ORDER BY table_no, row_no) = 1
),
asked AS (
    SELECT * FROM said WHERE code IS NOT NULL AND NOT is_qualified AND topic IN ('three_public', 'agency_operation')
),
this_year AS (
    SELECT a.*, f.figure AS printed, f.statement_label
    FROM asked AS a
    LEFT JOIN component AS f ON f.document_id = a.document_id AND f.fiscal_year = a.fiscal_year AND f.code = a.code
    WHERE a.amount.yuan IS NOT NULL AND (a.topic = 'three_public' OR f.document_id IS NOT NULL)
),
-- what a change says of the year before, where the table prints that year
prior AS (
    SELECT a.*, f.figure AS printed, f.statement_label
    FROM asked AS a
    LEFT JOIN component AS f ON f.document_id = a.document_id AND f.fiscal_year = a.fiscal_year - 1 AND f.code = a.code
    WHERE a.amount.yuan IS NOT NULL AND a.change.yuan IS NOT NULL
        AND EXISTS (FROM component AS c WHERE c.document_id = a.document_id AND c.fiscal_year = a.fiscal_year - 1)
        AND (a.topic = 'three_public' OR f.document_id IS NOT NULL)
),
bought AS (
    SELECT document_id, 'total' AS measure, statement_label || '合计行' AS label, figure
    FROM total WHERE statement = 'procurement' AND measure = 'total'
    UNION ALL
    SELECT document_id, CASE left(bare_name, 2) WHEN '货物' THEN 'goods' WHEN '工程' THEN 'works' ELSE 'services' END,
        statement_label || name, figure
    FROM fig
    WHERE statement = 'procurement' AND measure = 'total' AND fiscal_year = document_year
        AND bare_name IN ('货物', '货物类', '工程', '工程类', '服务', '服务类')
),
purchase AS (
    SELECT s.*, b.figure AS printed, b.label AS printed_label
    FROM said AS s
    LEFT JOIN bought AS b ON b.document_id = s.document_id AND b.measure = s.measure
    WHERE s.topic = 'procurement' AND NOT s.is_qualified AND s.amount.yuan IS NOT NULL AND s.fiscal_year = s.document_year
        AND (s.measure = 'total' OR (s.kind = 'purchase' AND b.document_id IS NOT NULL))
    QUALIFY row_number() OVER (PARTITION BY s.document_id, s.fact_no ORDER BY abs(s.amount.yuan - b.figure.yuan)) = 1
),
-- a sentence that speaks of all projects must name all of them; another only cannot name more
targets AS (
    SELECT s.*, coalesce(regexp_matches(s.sentence, w.label), FALSE) AS is_all
    FROM said AS s
    LEFT JOIN word AS w ON w.kind = 'pattern' AND w.key = 'all_projects'
    WHERE s.topic = 'performance' AND NOT s.is_qualified AND s.fiscal_year = s.document_year
),
counted AS (
    SELECT document_id, count(*) AS projects, min(page) AS page, min(line) AS line
    FROM projects
    WHERE document_id IN (SELECT document_id FROM doc)
    GROUP BY document_id
),
project_figure AS (
    SELECT *, bool_or(measure = 'fiscal') OVER (PARTITION BY document_id, table_no, row_no) AS has_fiscal
    FROM fig
    WHERE statement = 'project' AND NOT is_total AND fiscal_year = document_year
),
money AS (
    SELECT document_id, measure, name, figure, statement_label, table_no * 100000 + row_no AS ord
    FROM project_figure
    WHERE measure IN ('total', 'fiscal')
    UNION ALL
    SELECT document_id, 'fiscal', name || measure_label, figure, statement_label, table_no * 100000 + row_no
    FROM project_figure
    WHERE NOT has_fiscal AND measure IN ('general_public', 'government_fund', 'state_capital')
    UNION ALL
    -- no project is printed: the spending on projects still bounds what they may cost
    SELECT t.document_id, 'total', t.statement_label || t.measure_label, t.figure, t.statement_label, 0
    FROM total AS t
    WHERE t.statement = 'expenditure' AND t.measure = 'project'
        AND t.document_id NOT IN (SELECT document_id FROM project_figure)
),
summed AS (
    SELECT t.*, n.projects, t.is_all AND n.projects > 0 AS is_equal
    FROM targets AS t
    LEFT JOIN counted AS n ON n.document_id = t.document_id
    WHERE t.amount.yuan IS NOT NULL AND t.measure IN ('total', 'fiscal')
        AND EXISTS (FROM money AS m WHERE m.document_id = t.document_id AND m.measure = t.measure)
)
SELECT
    a.document_id, 'own ' || a.fact_no AS anchor, a.statement, a.code, a.measure, a.fiscal_year,
    in_year(a.fiscal_year, a.document_year, a.name) AS subject, side.role,
    CASE side.role WHEN 'left' THEN '说明' ELSE a.statement_label END AS label,
    CASE side.role WHEN 'left' THEN a.amount ELSE a.printed END AS figure,
    rounded_by(a.amount, a.printed) AS allowance,
    CASE WHEN a.printed.yuan IS NULL THEN w.label END AS right_label,
    CASE WHEN a.printed.yuan IS NULL THEN '表中没有这一项的数字' END AS missing,
    1 AS sign, '=' AS relation, a.fact_no * 10 + side.ord AS ord
FROM this_year AS a
CROSS JOIN (SELECT unnest(['left', 'right']) AS role, unnest([0, 1]) AS ord) AS side
LEFT JOIN word AS w ON w.kind = 'statement' AND w.key = 'three_public'
UNION ALL BY NAME
SELECT
    a.document_id, 'prior ' || a.fact_no AS anchor, a.statement, a.code, a.measure, a.fiscal_year - 1 AS fiscal_year,
    (a.fiscal_year - 1) || '年 ' || a.name AS subject, side.role,
    CASE side.what
        WHEN 'amount' THEN '说明的' || a.fiscal_year || '年数'
        WHEN 'change' THEN '增减额'
        ELSE a.statement_label || (a.fiscal_year - 1) || '年数'
    END AS label,
    CASE side.what WHEN 'amount' THEN a.amount WHEN 'change' THEN a.change ELSE a.printed END AS figure,
    rounded_by(a.amount, a.printed) AS allowance,
    CASE WHEN a.printed.yuan IS NULL THEN '表中' || (a.fiscal_year - 1) || '年数' END AS right_label,
    CASE WHEN a.printed.yuan IS NULL THEN '表中没有这一项上年的数字' END AS missing,
    side.sign, '=' AS relation, a.fact_no * 10 + 3 + side.ord AS ord
FROM prior AS a
CROSS JOIN (
    SELECT unnest(['left', 'left', 'right']) AS role, unnest(['amount', 'change', 'table']) AS what,
        unnest([1, -1, 1]) AS sign, unnest([0, 1, 2]) AS ord
) AS side
UNION ALL BY NAME
SELECT
    p.document_id, 'purchase ' || p.fact_no AS anchor, p.statement, p.measure, p.fiscal_year, p.name AS subject, side.role,
    CASE side.role WHEN 'left' THEN '说明' ELSE p.printed_label END AS label,
    CASE side.role WHEN 'left' THEN p.amount ELSE p.printed END AS figure,
    rounded_by(p.amount, p.printed) AS allowance,
    CASE WHEN p.printed.yuan IS NULL THEN w.label END AS right_label,
    CASE WHEN p.printed.yuan IS NULL THEN '文档没有这张表的数字' END AS missing,
    1 AS sign, '=' AS relation, p.fact_no * 10 + side.ord AS ord
FROM purchase AS p
CROSS JOIN (SELECT unnest(['left', 'right']) AS role, unnest([0, 1]) AS ord) AS side
LEFT JOIN word AS w ON w.kind = 'statement' AND w.key = 'procurement'
UNION ALL BY NAME
SELECT
    t.document_id, 'count ' || t.fact_no AS anchor, t.statement, t.measure, t.fiscal_year, '绩效目标项目数' AS subject,
    side.role, CASE side.role WHEN 'left' THEN '说明' ELSE '公开的项目' END AS label,
    CASE
        WHEN side.role = 'left' THEN {
            'yuan': t.count_number::DECIMAL(18, 2), 'half': 0::DECIMAL(18, 4), 'text': t.count_number::VARCHAR,
            'unit_text': '个', 'source': 'narrative', 'document_id': t.document_id, 'no': t.fact_no,
            'page': t.page, 'line': t.line
        }
        WHEN n.projects IS NOT NULL THEN {
            'yuan': n.projects::DECIMAL(18, 2), 'half': 0::DECIMAL(18, 4), 'text': n.projects::VARCHAR,
            'unit_text': '个', 'source': 'derived', 'document_id': t.document_id, 'no': NULL::INTEGER,
            'page': n.page, 'line': n.line
        }
    END AS figure,
    0 AS allowance, CASE WHEN n.projects IS NULL THEN '公开的项目' END AS right_label,
    CASE WHEN n.projects IS NULL THEN '文档没有逐项公开项目' END AS missing,
    1 AS sign, CASE WHEN t.is_all THEN '=' ELSE '<=' END AS relation, t.fact_no * 10 + side.ord AS ord
FROM targets AS t
LEFT JOIN counted AS n ON n.document_id = t.document_id
CROSS JOIN (SELECT unnest(['left', 'right']) AS role, unnest([0, 1]) AS ord) AS side
WHERE t.count_number IS NOT NULL
UNION ALL BY NAME
SELECT
    document_id, 'sum ' || fact_no AS anchor, statement, measure, fiscal_year, '绩效目标' || name AS subject,
    'left' AS role, '说明' AS label, amount AS figure, 1 AS sign, CASE WHEN is_equal THEN '=' ELSE '<=' END AS relation, 0 AS allowance,
    CASE WHEN projects > 1 THEN '公开的 ' || projects || ' 个项目之和' END AS right_label, fact_no::BIGINT * 100000000 AS ord
FROM summed
UNION ALL BY NAME
SELECT
    s.document_id, 'sum ' || s.fact_no AS anchor, s.statement, s.measure, s.fiscal_year, '绩效目标' || s.name AS subject,
    'right' AS role, m.name AS label, m.figure, 1 AS sign, CASE WHEN s.is_equal THEN '=' ELSE '<=' END AS relation,
    0 AS allowance,
    s.fact_no::BIGINT * 100000000 + m.ord + 1 AS ord
FROM summed AS s
JOIN money AS m ON m.document_id = s.document_id AND m.measure = s.measure

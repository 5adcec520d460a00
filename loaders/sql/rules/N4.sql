-- “三公” by component, this year and the year before; 机关运行经费; purchases; projects with targets, counted and summed.
-- A pair is a figure of the narrative, less its change where the year before is meant, against a printed one.
WITH component AS (
    SELECT * FROM fig
    WHERE statement = 'three_public' AND measure = 'total'
    QUALIFY row_number() OVER (PARTITION BY document_id, fiscal_year, code ORDER BY table_no, row_no) = 1
),
years AS (
    SELECT DISTINCT document_id, fiscal_year FROM component
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
pair AS (
    SELECT
        a.document_id, concat_ws(' ', 'year', b.back, a.fact_no) AS anchor, a.statement, a.code, a.measure,
        a.fiscal_year - b.back AS fiscal_year, in_year(a.fiscal_year - b.back, a.document_year, a.name) AS subject,
        CASE b.back WHEN 0 THEN '说明' ELSE '说明的' || a.fiscal_year || '年数' END AS own_label, a.amount AS own,
        CASE b.back WHEN 1 THEN a.change END AS change,
        '“三公”经费支出表' || CASE b.back WHEN 0 THEN '' ELSE (a.fiscal_year - 1) || '年数' END AS printed_label,
        f.figure AS printed, '表中没有这一项的数字' AS missing, '=' AS relation, a.fact_no * 10 + b.back * 3 AS ord
    FROM said AS a
    CROSS JOIN (SELECT unnest([0, 1]) AS back) AS b
    LEFT JOIN years AS y ON y.document_id = a.document_id AND y.fiscal_year = a.fiscal_year - b.back
    LEFT JOIN component AS f ON f.document_id = a.document_id AND f.fiscal_year = a.fiscal_year - b.back
        AND f.code = a.code
    WHERE a.amount.yuan IS NOT NULL AND NOT a.is_qualified AND a.code IS NOT NULL
        -- a table that does not print 机关运行经费 or the year before says nothing of it
        AND ((a.topic = 'three_public' AND (b.back = 0 OR (y.document_id IS NOT NULL AND a.change.yuan IS NOT NULL)))
            OR (a.topic = 'agency_operation' AND b.back = 0 AND f.document_id IS NOT NULL))
        -- a change against what was spent says nothing of what was budgeted, nor the other way round
        AND (b.back = 0 OR NOT EXISTS (
            FROM year_said AS x WHERE x.document_id = a.document_id AND x.fact_no = a.fact_no AND x.basis IS NOT NULL
        ))
    UNION ALL
    SELECT
        s.document_id, 'purchase ' || s.fact_no, s.statement, NULL, s.measure, s.fiscal_year, s.name, '说明', s.amount,
        NULL, coalesce(b.label, '政府采购预算表'), b.figure, '文档没有这张表的数字', '=', s.fact_no * 10
    FROM said AS s
    LEFT JOIN bought AS b ON b.document_id = s.document_id AND b.measure = s.measure
    WHERE s.topic = 'procurement' AND NOT s.is_qualified AND s.amount.yuan IS NOT NULL
        AND s.fiscal_year = s.document_year
        AND (s.measure = 'total' OR (s.kind = 'purchase' AND b.document_id IS NOT NULL))
    QUALIFY row_number() OVER (PARTITION BY s.document_id, s.fact_no ORDER BY abs(s.amount.yuan - b.figure.yuan)) = 1
    UNION ALL
    SELECT
        t.document_id, 'count ' || t.fact_no, t.statement, NULL, t.measure, t.fiscal_year, '绩效目标项目数', '说明',
        count_figure(t.count_number, 'narrative', t.document_id, t.fact_no, t.page, t.line), NULL,
        '公开的项目', count_figure(n.projects, 'derived', t.document_id, NULL::INTEGER, n.page, n.line),
        '文档没有逐项公开项目', CASE WHEN t.is_all THEN '=' ELSE '<=' END, t.fact_no * 10 + 6
    FROM targets AS t
    LEFT JOIN counted AS n ON n.document_id = t.document_id
    WHERE t.count_number IS NOT NULL
),
project_figure AS (
    SELECT *, bool_or(measure = 'fiscal') OVER (PARTITION BY document_id, table_no, row_no) AS has_fiscal
    FROM fig
    WHERE statement = 'project' AND NOT is_total AND fiscal_year = document_year
        AND measure IN ('total', 'fiscal', 'general_public', 'government_fund', 'state_capital')
),
money AS (
    SELECT
        document_id, CASE measure WHEN 'total' THEN 'total' ELSE 'fiscal' END AS measure,
        name || CASE WHEN measure IN ('total', 'fiscal') THEN '' ELSE measure_label END AS label, figure, figure_no
    FROM project_figure
    WHERE measure IN ('total', 'fiscal') OR NOT has_fiscal
    UNION ALL
    -- no project is printed: the spending on projects still bounds what they may cost
    SELECT t.document_id, 'total', t.statement_label || t.measure_label, t.figure, t.figure_no
    FROM total AS t
    WHERE t.statement = 'expenditure' AND t.measure = 'project'
        AND NOT EXISTS (FROM project_figure AS p WHERE p.document_id = t.document_id)
),
cost AS (
    SELECT
        t.document_id, t.fact_no, t.statement, t.measure, t.fiscal_year, '绩效目标' || t.name AS subject, t.amount,
        CASE WHEN t.is_all AND n.projects > 0 THEN '=' ELSE '<=' END AS relation,
        CASE WHEN n.projects > 1 THEN '公开的 ' || n.projects || ' 个项目之和' END AS right_label,
        m.label, m.figure, m.figure_no
    FROM targets AS t
    JOIN money AS m ON m.document_id = t.document_id AND m.measure = t.measure
    LEFT JOIN counted AS n ON n.document_id = t.document_id
    WHERE t.amount.yuan IS NOT NULL
)
SELECT
    p.document_id, p.anchor, p.statement, p.code, p.measure, p.fiscal_year, p.subject,
    CASE side.what WHEN 'printed' THEN 'right' ELSE 'left' END AS role,
    CASE side.what WHEN 'change' THEN -1 ELSE 1 END AS sign,
    CASE side.what WHEN 'own' THEN p.own_label WHEN 'change' THEN '增减额' ELSE p.printed_label END AS label,
    CASE side.what WHEN 'own' THEN beside(p.own, p.printed) WHEN 'change' THEN p.change ELSE p.printed END AS figure,
    p.relation, rounded_by(p.own, p.printed) AS allowance,
    CASE WHEN p.printed.yuan IS NULL THEN p.printed_label END AS right_label,
    CASE WHEN p.printed.yuan IS NULL THEN
        p.missing || CASE WHEN p.own.yuan = 0 AND coalesce(p.change.yuan, 0) = 0 THEN '，空白不当作 0' ELSE '' END
    END AS missing, p.ord + side.ord AS ord
FROM pair AS p
CROSS JOIN (SELECT unnest(['own', 'change', 'printed']) AS what, unnest([0, 1, 2]) AS ord) AS side
UNION ALL BY NAME
SELECT
    document_id, 'sum ' || fact_no AS anchor, statement, measure, fiscal_year, subject, 'right' AS role, 1 AS sign,
    label, figure, relation, 0 AS allowance, right_label, 2000000000 + figure_no AS ord
FROM cost
UNION ALL BY NAME
SELECT
    document_id, 'sum ' || fact_no AS anchor, statement, any_value(measure) AS measure,
    any_value(fiscal_year) AS fiscal_year,
    any_value(subject) AS subject, 'left' AS role, 1 AS sign, '说明' AS label, any_value(amount) AS figure,
    any_value(relation) AS relation, 0 AS allowance, any_value(right_label) AS right_label, fact_no * 10 + 9 AS ord
FROM cost
GROUP BY document_id, fact_no, statement

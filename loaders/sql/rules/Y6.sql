-- Final accounts against the budget: 年初预算 is what the budget printed, in tables and in the narrative; 三公 stays
-- within the budget, that of the accounts' own table where it prints one.
WITH initial AS (
    SELECT
        c.document_id, concat_ws('/', c.statement, c.key) AS anchor, c.statement, c.code, c.fiscal_year,
        c.statement_label || ' ' || c.subject AS subject, c.figure, c.figure_no, c.prints, c.key, 'total' AS measure
    FROM cell AS c
    WHERE c.measure = 'initial_budget' AND c.stage = 'final'
    UNION ALL BY NAME
    SELECT
        s.document_id, 'fact ' || s.fact_no AS anchor, o.statement, o.code, s.fiscal_year, o.subject,
        s.amount AS figure, s.fact_no AS figure_no, 1 AS prints, o.key, o.cell_measure AS measure
    FROM year_said AS s
    JOIN word AS w ON w.kind = 'pattern' AND w.key = 'initial_budget' AND regexp_matches(s.subject, w.label)
    JOIN year_said AS o ON o.document_id = s.document_id AND o.subject = regexp_replace(s.subject, w.label, '')
    WHERE s.stage = 'final' AND s.amount.yuan IS NOT NULL AND o.own.yuan IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY s.document_id, s.fact_no ORDER BY o.fact_no) = 1
),
budgeted AS (
    SELECT i.*, b.figure AS budget, b.prints AS budget_prints
    FROM initial AS i
    JOIN stage_pair AS p USING (document_id)
    LEFT JOIN cell AS b ON b.document_id = p.budget_id AND b.statement = i.statement AND b.key = i.key
        AND b.measure = i.measure
),
spent AS (
    SELECT
        c.document_id, c.statement, c.key, c.code, c.fiscal_year, w.label AS subject, c.figure,
        c.figure_no, c.prints,
        CASE WHEN o.document_id IS NULL THEN b.figure ELSE o.figure END AS budget,
        coalesce(o.prints, b.prints) AS budget_prints,
        CASE WHEN o.document_id IS NOT NULL THEN '本表' || o.measure_label ELSE '预算文件' END AS budget_label
    FROM cell AS c
    JOIN word AS w ON w.kind = 'three_public' AND w.key = c.key
    LEFT JOIN cell AS o ON o.document_id = c.document_id AND o.statement = c.statement AND o.key = c.key
        AND o.measure IN ('budget', 'initial_budget')
    LEFT JOIN stage_pair AS p ON p.document_id = c.document_id
    LEFT JOIN cell AS b ON b.document_id = p.budget_id AND b.statement = c.statement AND b.key = c.key
        AND b.measure = 'total'
    WHERE c.statement = 'three_public' AND c.stage = 'final' AND c.measure = 'total'
    QUALIFY row_number() OVER (PARTITION BY c.document_id, c.key ORDER BY o.measure) = 1
)
SELECT
    document_id, anchor, statement, code, measure, fiscal_year, subject, r.role,
    CASE r.role WHEN 'left' THEN '决算所印年初预算' ELSE '预算文件所印' END AS label,
    CASE r.role WHEN 'left' THEN figure ELSE budget END AS figure, figure_no AS ord, '=' AS relation,
    CASE
        WHEN greatest(prints, budget_prints) > 1 THEN '同一项印出不止一个数字'
        WHEN budget.yuan IS NULL THEN '预算文件未印出这一项'
    END AS missing
FROM budgeted
CROSS JOIN (VALUES ('left'), ('right')) AS r (role)
UNION ALL BY NAME
SELECT
    document_id, 'spent ' || key AS anchor, statement, code, 'total' AS measure, fiscal_year, subject, r.role,
    CASE r.role WHEN 'left' THEN '决算数' ELSE budget_label END AS label,
    CASE r.role WHEN 'left' THEN figure ELSE budget END AS figure, figure_no AS ord, '<=' AS relation,
    CASE WHEN greatest(prints, budget_prints) > 1 THEN '同一项印出不止一个数字' END AS missing
FROM spent
CROSS JOIN (VALUES ('left'), ('right')) AS r (role)
WHERE budget.yuan IS NOT NULL

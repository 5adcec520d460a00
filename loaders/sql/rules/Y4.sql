-- Changes of more than half on the year before: between two documents, between the two years of one table, and as the
-- narrative says them where neither is there.
WITH pairs AS (
    SELECT
        c.document_id, c.statement, c.key, c.measure, c.code, c.fiscal_year, c.statement_label, c.subject,
        c.figure AS this_year,
        p.figure AS before, greatest(c.prints, p.prints) AS prints
    FROM cell AS c
    JOIN (
        SELECT document_id, statement, key, measure, figure, prints FROM prior_cell
        UNION ALL
        SELECT y.document_id, p.statement, p.key, p.measure, p.figure, p.prints
        FROM cell AS p
        JOIN year_pair AS y ON y.prior_id = p.document_id
        ANTI JOIN prior_cell AS o ON o.document_id = y.document_id AND o.statement = p.statement AND o.key = p.key
            AND o.measure = p.measure
    ) AS p USING (document_id, statement, key, measure)
    WHERE (c.statement IN ('expenditure', 'three_public') AND c.measure = 'total')
        OR (c.statement = 'income' AND c.key = '')
),
-- what the narrative says itself of the year before: 2023年执行数…
earlier AS (
    SELECT document_id, topic, label, min_by(amount, fact_no) AS figure
    FROM said
    WHERE fiscal_year = document_year - 1 AND amount.yuan IS NOT NULL
    GROUP BY document_id, topic, label
    HAVING count(DISTINCT amount.yuan) = 1
),
facts AS (
    SELECT
        s.*, CASE WHEN s.amount.yuan IS NULL THEN s.own ELSE s.amount END AS this_year, e.figure AS before,
        s.fact_no = min(s.fact_no) OVER (PARTITION BY s.document_id, s.topic, s.measure, s.code, s.subject) AS is_first
    FROM year_said AS s
    LEFT JOIN earlier AS e ON e.document_id = s.document_id AND e.topic = s.topic AND e.label = s.label
        AND s.change_yuan IS NULL
    ANTI JOIN pairs AS p ON p.document_id = s.document_id AND p.statement = s.statement AND p.key = s.key
        AND p.measure = s.cell_measure
    WHERE NOT s.is_approximate AND NOT s.is_qualified AND (s.change_yuan IS NOT NULL OR s.change_pct > -100)
        AND (s.amount.yuan IS NOT NULL OR s.own.yuan IS NOT NULL)
),
rates AS (
    SELECT
        *,
        CASE
            WHEN before.yuan IS NOT NULL THEN before.yuan
            WHEN change_yuan IS NOT NULL THEN this_year.yuan - change_yuan
            ELSE TRY_CAST(this_year.yuan * 100 / (100 + change_pct) AS DECIMAL(18, 2))
        END AS base
    FROM facts
    WHERE is_first
),
changes AS (
    SELECT
        document_id, concat_ws('/', statement, key, measure) AS anchor, statement, code, measure, fiscal_year,
        CASE statement WHEN 'expenditure' THEN subject ELSE statement_label || ' ' || subject END AS subject,
        this_year, before, before.yuan AS base, this_year.yuan - before.yuan AS change, prints, NULL AS said
    FROM pairs
    UNION ALL BY NAME
    SELECT
        document_id, 'fact ' || fact_no AS anchor, statement, code, measure, fiscal_year, name AS subject, this_year,
        before, base, coalesce(change_yuan, this_year.yuan - base) AS change, 1 AS prints,
        CASE
            WHEN before.yuan IS NOT NULL THEN NULL
            WHEN change_yuan IS NOT NULL THEN change
            ELSE derived_figure(abs(this_year.yuan - base), 0, pct_text || '%', this_year)
        END AS said
    FROM rates
),
moved AS (
    SELECT * FROM changes WHERE change <> 0 OR prints > 1
)
SELECT
    document_id, anchor, statement, code, measure, fiscal_year, subject, 'left' AS role,
    CASE WHEN change < 0 THEN '比上年减少' ELSE '比上年增加' END AS label, said AS figure, 1 AS ord, 1 AS sign,
    '<=' AS relation, NULL AS missing, NULL AS remark, NULL AS right_label
FROM moved
WHERE said.yuan IS NOT NULL
UNION ALL BY NAME
SELECT
    document_id, anchor, statement, code, measure, fiscal_year, subject, 'left' AS role,
    CASE r.ord WHEN 1 THEN fiscal_year || '年' ELSE (fiscal_year - 1) || '年' END AS label,
    CASE r.ord WHEN 1 THEN this_year ELSE before END AS figure,
    CASE WHEN change < 0 THEN 3 - r.ord ELSE r.ord END AS ord,
    CASE WHEN (change < 0) = (r.ord = 1) THEN -1 ELSE 1 END AS sign, '<=' AS relation
FROM moved
CROSS JOIN (VALUES (1), (2)) AS r (ord)
WHERE said.yuan IS NULL
UNION ALL BY NAME
SELECT
    document_id, anchor, statement, code, measure, fiscal_year, subject, 'right' AS role, '上年数的 50%' AS label,
    derived_figure(abs(base) * 0.5, 0, '50%', CASE WHEN said.yuan IS NULL THEN before ELSE said END) AS figure,
    3 AS ord, 1 AS sign, '<=' AS relation,
    CASE
        WHEN prints > 1 THEN '同一项印出不止一个数字'
        WHEN base = 0 THEN '上年为0，增长率无从计算'
    END AS missing,
    CASE WHEN base <> 0 THEN
        '；同比' || CASE WHEN change < 0 THEN '下降 ' ELSE '增长 ' END
        || (abs(change) * 100 / abs(base))::DECIMAL(18, 2) || '%'
    END AS remark
FROM moved

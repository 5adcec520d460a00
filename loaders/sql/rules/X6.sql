-- 项目支出 against the sum of all projects. Money carried over may be spent without a project of this year: it
-- explains what is more, exactly or in part, unless the projects print their own. Forms of targets need not cover all
-- projects: where there is no statement of them, what is more is not judged.
WITH listed AS (
    SELECT
        f.document_id, f.figure_no, f.name, f.figure,
        bool_or(f.is_total) OVER (PARTITION BY f.document_id) AS has_total,
        bool_or(f.measure = 'carryover') OVER (PARTITION BY f.document_id) AS has_carryover,
        f.is_total OR coalesce(r.is_subtotal, FALSE) OR f.measure <> 'total' AS is_other
    FROM fig AS f
    LEFT JOIN plain_row AS r USING (document_id, statement, table_no, row_no)
    WHERE f.statement = 'project' AND f.fiscal_year = f.document_year
),
counted AS (
    SELECT document_id, count(*) AS projects, count(*) - count(total_yuan) AS blank
    FROM projects WHERE document_id IN (SELECT document_id FROM doc) GROUP BY document_id
),
sum_of AS (
    SELECT
        document_id, sum(figure.yuan) FILTER (NOT is_other) AS amount,
        count(*) FILTER (NOT is_other) AS items, any_value(has_total) AS has_total, any_value(has_carryover) AS has_carryover
    FROM listed GROUP BY document_id
),
-- the same money stands in several tables: the first that prints it
carried AS (
    SELECT document_id, label, figure, figure_no
    FROM (
        SELECT document_id, 1 AS rank, statement_label || measure_label AS label, figure, figure_no
        FROM total WHERE statement = 'income' AND measure = 'carryover'
        UNION ALL
        SELECT r.document_id, CASE r.statement WHEN 'summary' THEN 2 ELSE 3 END, i.statement_label || i.name, i.figure,
            i.figure_no
        FROM item_row AS r
        JOIN item AS i USING (document_id, statement, side, row_no)
        WHERE r.side = 'income' AND r.kind = 'carryover' AND r.head IS NULL AND i.measure = 'total'
    )
    WHERE figure.yuan <> 0
    QUALIFY rank = min(rank) OVER (PARTITION BY document_id)
),
spent AS (
    SELECT
        t.*, s.items, s.has_total, d.doubt, t.figure.yuan - s.amount AS residual, c.projects, c.blank,
        CASE WHEN NOT s.has_carryover THEN (
            SELECT sum(k.figure.yuan) FROM carried AS k WHERE k.document_id = t.document_id
        ) END AS carried
    FROM total AS t
    JOIN sum_of AS s USING (document_id)
    LEFT JOIN counted AS c USING (document_id)
    LEFT JOIN nested_list AS d ON d.document_id = t.document_id AND d.statement = 'project' AND d.measure = 'total'
    WHERE t.statement = 'expenditure' AND t.measure = 'project'
),
judged AS (
    SELECT
        *,
        CASE
            WHEN residual = carried THEN '='
            WHEN NOT has_total AND residual > 0 THEN '>='
            WHEN residual BETWEEN 0 AND carried THEN 'within'
            ELSE '='
        END AS relation
    FROM spent
)
SELECT
    document_id, 'projects' AS anchor, statement, measure, fiscal_year, statement_label || '合计行' AS subject,
    'left' AS role, measure_label AS label, figure, 0 AS ord, relation,
    greatest(coalesce(projects, 0), items) || ' 个项目之和'
        || CASE WHEN blank > 0 THEN '（其中 ' || blank || ' 个未印出金额）' ELSE '' END AS right_label,
    CASE WHEN variants > 1 THEN '合计行印出不止一个数字' ELSE doubt END AS missing,
    CASE WHEN relation = '>=' THEN '：没有项目支出表，绩效目标表不一定列全所有项目' END AS remark
FROM judged
UNION ALL BY NAME
SELECT
    l.document_id, 'projects' AS anchor, 'expenditure' AS statement, 'project' AS measure, 'right' AS role,
    l.name AS label, l.figure, l.figure_no AS ord, coalesce(j.relation, '=') AS relation
FROM listed AS l
LEFT JOIN judged AS j USING (document_id)
WHERE NOT l.is_other AND EXISTS (
    FROM fig AS f WHERE f.document_id = l.document_id AND f.statement = 'expenditure'
)
UNION ALL BY NAME
SELECT
    k.document_id, 'projects' AS anchor, 'expenditure' AS statement, 'project' AS measure, 'explains' AS role,
    k.label, k.figure, k.figure_no AS ord, j.relation
FROM carried AS k
JOIN judged AS j USING (document_id)
WHERE j.carried IS NOT NULL AND j.residual <> 0

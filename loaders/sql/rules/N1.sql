-- Totals of the narrative against the totals of the tables, and wholes of the narrative against their parts.
WITH printed AS (
    SELECT document_id, statement AS topic, measure, 1 AS rank, statement_label || '合计行' || measure_label AS label, figure
    FROM total
    WHERE statement IN ('income', 'expenditure')
    UNION ALL
    SELECT t.document_id, topic, t.measure, 1, t.statement_label || '合计行', t.figure
    FROM (SELECT * REPLACE (statement AS measure) FROM total WHERE measure = 'total') AS t
    CROSS JOIN (SELECT unnest(['expenditure', 'appropriation']) AS topic)
    WHERE t.statement IN ('general_public', 'government_fund', 'state_capital')
    UNION ALL
    SELECT document_id, 'basic_expenditure', CASE measure WHEN 'total' THEN 'basic' ELSE measure END, 1,
        statement_label || '合计行' || measure_label, figure
    FROM total
    WHERE statement = 'basic_economic' AND measure IN ('total', 'personnel', 'public')
    UNION ALL
    SELECT document_id, 'basic_expenditure', measure, 2, statement_label || '合计行' || measure_label, figure
    FROM total
    WHERE statement = 'general_public' AND measure IN ('basic', 'personnel', 'public')
    UNION ALL
    SELECT document_id, topic, 'total', CASE WHEN part = 'grand' THEN 1 ELSE 3 END + CASE topic WHEN 'totals' THEN 0 ELSE 1 END,
        statement_label || name, figure
    FROM item
    CROSS JOIN (SELECT unnest(['totals', 'income', 'expenditure']) AS topic)
    WHERE statement = 'summary' AND measure = 'total' AND is_total AND (topic = 'totals' OR topic = side)
    UNION ALL
    SELECT i.document_id, 'income', k.kind, 3, i.statement_label || i.name, i.figure
    FROM item AS i
    JOIN item_kind AS k ON k.side = i.side AND k.bare_name = i.bare_name
    WHERE i.statement = 'summary' AND i.side = 'income' AND i.measure = 'total' AND NOT i.is_total AND i.part <> 'below'
    UNION ALL
    SELECT document_id, 'appropriation', measure, CASE WHEN part = 'grand' THEN 1 ELSE 3 END,
        statement_label || name || CASE measure WHEN 'total' THEN '' ELSE measure_label END, figure
    FROM item
    WHERE statement = 'appropriation' AND is_total
    UNION ALL
    SELECT document_id, 'expenditure', CASE measure WHEN 'total' THEN 'fiscal' ELSE measure END,
        CASE WHEN part = 'grand' THEN 2 ELSE 3 END, statement_label || name, figure
    FROM item
    WHERE statement = 'appropriation' AND is_total AND side = 'expenditure'
    UNION ALL
    SELECT document_id, 'appropriation', measure, 4, statement_label || '合计行' || measure_label, figure
    FROM total
    WHERE statement = 'income' AND measure IN ('general_public', 'government_fund', 'state_capital')
),
asked AS (
    SELECT s.*
    FROM said AS s
    WHERE s.amount.yuan IS NOT NULL AND s.measure IS NOT NULL AND NOT s.is_qualified AND s.fiscal_year = s.document_year
        AND s.topic IN ('totals', 'income', 'expenditure', 'appropriation', 'basic_expenditure')
        AND NOT (s.kind = 'row' AND s.topic IN ('expenditure', 'appropriation') AND NOT s.is_whole)
),
-- The same words may mean the line with or without the carry-over: the total that agrees is the one described.
described AS (
    SELECT a.document_id, a.fact_no, p.label, p.figure
    FROM asked AS a
    JOIN printed AS p ON p.document_id = a.document_id AND p.topic = a.topic AND p.measure = a.measure
    QUALIFY row_number() OVER (
        PARTITION BY a.document_id, a.fact_no
        ORDER BY abs(a.amount.yuan - p.figure.yuan) > a.amount.half + p.figure.half, p.rank, p.figure.no
    ) = 1
)
SELECT
    a.document_id, 'table ' || a.fact_no AS anchor, a.statement, a.measure, a.fiscal_year, a.name AS subject,
    'left' AS role, '说明' AS label, a.amount AS figure, '=' AS relation,
    rounded_by(a.amount, d.figure) AS allowance,
    CASE WHEN d.fact_no IS NULL THEN '表中合计' END AS right_label,
    CASE WHEN d.fact_no IS NULL THEN '表中没有对应的数字' END AS missing, a.fact_no * 1000 AS ord
FROM asked AS a
LEFT JOIN described AS d ON d.document_id = a.document_id AND d.fact_no = a.fact_no
UNION ALL BY NAME
SELECT
    a.document_id, 'table ' || a.fact_no AS anchor, a.statement, a.measure, a.fiscal_year, a.name AS subject,
    'right' AS role, d.label, d.figure, '=' AS relation, 0 AS allowance,
    a.fact_no * 1000 + 1 AS ord
FROM asked AS a
JOIN described AS d ON d.document_id = a.document_id AND d.fact_no = a.fact_no
UNION ALL BY NAME
-- items of basic spending by their names (基本工资, 办公费), where the economic statement prints the name once
SELECT
    s.document_id, 'item ' || s.fact_no AS anchor, s.statement, f.code, 'total' AS measure, s.fiscal_year,
    s.name AS subject, side.role, CASE side.role WHEN 'left' THEN '说明' ELSE f.statement_label END AS label,
    CASE side.role WHEN 'left' THEN s.amount ELSE f.figure END AS figure, '=' AS relation,
    rounded_by(s.amount, f.figure) AS allowance, s.fact_no * 1000 + side.ord AS ord
FROM said AS s
JOIN (
    SELECT *, count(*) OVER (PARTITION BY document_id, bare_name) AS prints
    FROM fig
    WHERE statement = 'basic_economic' AND measure = 'total' AND NOT is_total AND fiscal_year = document_year
) AS f ON f.document_id = s.document_id AND f.bare_name = bare(s.subject) AND f.prints = 1
CROSS JOIN (SELECT unnest(['left', 'right']) AS role, unnest([0, 1]) AS ord) AS side
WHERE s.topic = 'basic_expenditure' AND s.kind = 'other' AND s.amount.yuan IS NOT NULL AND s.fiscal_year = s.document_year
UNION ALL BY NAME
SELECT
    document_id, 'parts ' || list_no AS anchor, whole_statement AS statement, any_value(whole_measure) AS measure,
    any_value(whole_year) AS fiscal_year, any_value(whole_name) AS subject, 'left' AS role, any_value(whole_name) AS label,
    any_value(whole_amount) AS figure, CASE WHEN bool_and(is_complete) THEN '=' ELSE '>=' END AS relation,
    0 AS allowance,
    CASE WHEN count(*) > 1 THEN '所列 ' || count(*) || ' 项之和' END AS right_label,
    CASE WHEN bool_and(is_complete) AND count(*) > count(amount.yuan) THEN '所列各项有的未印出金额' END AS missing,
    list_no * 1000 AS ord
FROM said_part
WHERE whole_amount.yuan IS NOT NULL
GROUP BY document_id, whole_no, list, list_no, whole_statement
HAVING count(amount.yuan) > 0
UNION ALL BY NAME
SELECT
    document_id, 'parts ' || list_no AS anchor, whole_statement AS statement, whole_measure AS measure,
    whole_year AS fiscal_year, whole_name AS subject, 'right' AS role, name AS label, amount AS figure,
    CASE WHEN is_complete THEN '=' ELSE '>=' END AS relation, 0 AS allowance, list_no * 1000 + fact_no AS ord
FROM said_part
WHERE whole_amount.yuan IS NOT NULL AND amount.yuan IS NOT NULL

-- Totals of the narrative against the totals of the tables, and wholes of the narrative against their parts.
WITH meant AS (
    -- which printed total a topic's measure may mean, the likeliest first; NULL: every measure of the statement
    SELECT * FROM (VALUES
        ('income', NULL, 'income', NULL, 1),
        ('expenditure', NULL, 'expenditure', NULL, 1),
        ('general_public', 'total', 'expenditure', 'general_public', 1),
        ('general_public', 'total', 'appropriation', 'general_public', 1),
        ('government_fund', 'total', 'expenditure', 'government_fund', 1),
        ('government_fund', 'total', 'appropriation', 'government_fund', 1),
        ('state_capital', 'total', 'expenditure', 'state_capital', 1),
        ('state_capital', 'total', 'appropriation', 'state_capital', 1),
        ('income', 'general_public', 'appropriation', 'general_public', 5),
        ('income', 'government_fund', 'appropriation', 'government_fund', 5),
        ('income', 'state_capital', 'appropriation', 'state_capital', 5),
        ('basic_economic', 'total', 'basic_expenditure', 'basic', 1),
        ('basic_economic', NULL, 'basic_expenditure', NULL, 1),
        ('general_public', NULL, 'basic_expenditure', NULL, 2)
    ) AS m (statement, measure, topic, means, rank)
),
meant_item AS (
    SELECT * FROM (VALUES
        ('summary', 'income', 'total', 'totals', 'total', 1),
        ('summary', 'expenditure', 'total', 'totals', 'total', 1),
        ('summary', 'income', 'total', 'income', 'total', 2),
        ('summary', 'expenditure', 'total', 'expenditure', 'total', 2),
        ('appropriation', 'income', NULL, 'appropriation', NULL, 1),
        ('appropriation', 'expenditure', NULL, 'appropriation', NULL, 1),
        ('appropriation', 'expenditure', 'total', 'expenditure', 'fiscal', 1),
        ('appropriation', 'expenditure', NULL, 'expenditure', NULL, 2)
    ) AS m (statement, side, measure, topic, means, rank)
),
printed AS (
    SELECT t.document_id, m.topic, coalesce(m.means, t.measure) AS measure, m.rank,
        t.statement_label || '合计行' || CASE t.measure WHEN 'total' THEN '' ELSE t.measure_label END AS label, t.figure
    FROM total AS t
    JOIN meant AS m ON m.statement = t.statement AND coalesce(m.measure, t.measure) = t.measure
    UNION ALL
    SELECT i.document_id, m.topic, coalesce(m.means, i.measure), m.rank + CASE i.part WHEN 'grand' THEN 0 ELSE 2 END,
        i.statement_label || i.name || CASE i.measure WHEN 'total' THEN '' ELSE i.measure_label END, i.figure
    FROM item AS i
    JOIN meant_item AS m ON m.statement = i.statement AND m.side = i.side AND coalesce(m.measure, i.measure) = i.measure
    WHERE i.is_total AND NOT (m.topic = 'expenditure' AND m.means IS NULL AND i.measure = 'total')
    UNION ALL
    SELECT i.document_id, 'income', k.kind, 3, i.statement_label || i.name, i.figure
    FROM item AS i
    JOIN item_kind AS k ON k.side = i.side AND k.bare_name = i.bare_name
    WHERE i.statement = 'summary' AND i.side = 'income' AND i.measure = 'total' AND NOT i.is_total AND i.part <> 'below'
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
),
-- items of basic spending by their names (基本工资, 办公费), where the economic statement prints the name once
named AS (
    SELECT s.document_id, s.fact_no, f.code, f.statement_label AS label, f.figure
    FROM said AS s
    JOIN fig AS f ON f.document_id = s.document_id AND f.bare_name = bare(s.subject)
    WHERE s.topic = 'basic_expenditure' AND s.kind = 'other' AND s.amount.yuan IS NOT NULL
        AND s.fiscal_year = s.document_year AND f.statement = 'basic_economic' AND f.measure = 'total'
        AND NOT f.is_total AND f.fiscal_year = f.document_year
    QUALIFY count(*) OVER (PARTITION BY s.document_id, s.fact_no) = 1
),
pair AS (
    SELECT
        a.* EXCLUDE (code), n.code, coalesce(d.label, n.label, '表中合计') AS label_printed,
        coalesce(d.figure, n.figure) AS printed
    FROM (SELECT * FROM asked UNION ALL BY NAME SELECT s.* FROM said AS s JOIN named USING (document_id, fact_no)) AS a
    LEFT JOIN described AS d ON d.document_id = a.document_id AND d.fact_no = a.fact_no
    LEFT JOIN named AS n ON n.document_id = a.document_id AND n.fact_no = a.fact_no
)
SELECT
    p.document_id, 'table ' || p.fact_no AS anchor, p.statement, p.code, coalesce(p.measure, 'total') AS measure,
    p.fiscal_year, p.name AS subject, side.role, CASE side.role WHEN 'left' THEN '说明' ELSE p.label_printed END AS label,
    CASE side.role WHEN 'left' THEN beside(p.amount, p.printed) ELSE p.printed END AS figure, '=' AS relation,
    rounded_by(p.amount, p.printed) AS allowance,
    CASE WHEN p.printed.yuan IS NULL THEN p.label_printed END AS right_label,
    CASE
        WHEN p.printed.yuan IS NOT NULL THEN NULL
        WHEN p.amount.yuan = 0 THEN '表中没有对应的数字，空白不当作 0'
        ELSE '表中没有对应的数字'
    END AS missing, p.fact_no * 1000 + side.ord AS ord
FROM pair AS p
CROSS JOIN (SELECT unnest(['left', 'right']) AS role, unnest([0, 1]) AS ord) AS side
UNION ALL BY NAME
SELECT
    document_id, 'parts ' || list_no AS anchor, whole_statement AS statement, any_value(whole_measure) AS measure,
    any_value(whole_year) AS fiscal_year, any_value(whole_name) AS subject, 'left' AS role,
    any_value(whole_name) AS label,
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

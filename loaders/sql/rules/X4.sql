-- The appropriation's expenditure half against the table of each fund: its total, and its 类 by name. Money carried over
-- may stand in the one and not in the other. A table declared empty stands for nothing.
WITH of_fund AS (
    SELECT *, count(*) OVER (PARTITION BY document_id, measure, part, bare_name) AS prints
    FROM item
    WHERE statement = 'appropriation' AND side = 'expenditure'
        AND measure IN ('general_public', 'government_fund', 'state_capital')
),
appropriated AS (
    SELECT * FROM of_fund
    WHERE part IN ('current', 'grand')
    QUALIFY row_number() OVER (PARTITION BY document_id, measure ORDER BY part, row_no) = 1
),
-- where the expenditure half has one column only, it is the sum of all funds
together AS (
    SELECT i.* FROM item AS i
    JOIN (
        SELECT document_id FROM fund_table GROUP BY document_id
        HAVING bool_or(status = 'figures') AND bool_and(status IN ('figures', 'declared_empty'))
    ) AS f USING (document_id)
    WHERE i.statement = 'appropriation' AND i.side = 'expenditure' AND i.measure = 'total'
        AND i.part IN ('current', 'grand')
        AND NOT EXISTS (FROM of_fund AS o WHERE o.document_id = i.document_id)
    QUALIFY row_number() OVER (PARTITION BY i.document_id ORDER BY i.part, i.row_no) = 1
),
classes AS (
    SELECT
        document_id, statement, key, figure, figure_no, prints, fiscal_year,
        regexp_replace(bare_name, '支出$', '') AS class
    FROM cell
    WHERE statement IN ('general_public', 'government_fund', 'state_capital') AND measure = 'total' AND level = 1
),
named AS (
    SELECT *, regexp_replace(bare_name, '支出$', '') AS class
    FROM of_fund
    WHERE part = 'item' AND measure IN (SELECT statement FROM fund_table AS f WHERE f.document_id = of_fund.document_id AND f.status = 'figures')
),
operands AS (
    SELECT document_id, measure AS fund, '' AS class, '合计' AS subject, 'left' AS role,
        statement_label || measure_label AS label, figure, figure_no AS ord, 1 AS prints
    FROM appropriated
    UNION ALL BY NAME
    SELECT document_id, 'total' AS fund, '' AS class, '合计' AS subject, 'left' AS role,
        statement_label || name AS label, figure, figure_no AS ord, 1 AS prints
    FROM together
    UNION ALL BY NAME
    SELECT document_id, statement AS fund, '' AS class, '合计' AS subject, 'right' AS role,
        statement_label || '合计行' AS label, figure, 10000000 + figure_no AS ord, prints
    FROM cell
    WHERE statement IN ('general_public', 'government_fund', 'state_capital') AND key = '' AND measure = 'total'
    UNION ALL BY NAME
    SELECT c.document_id, 'total' AS fund, '' AS class, '合计' AS subject, 'right' AS role,
        c.statement_label || '合计行' AS label, c.figure, 10000000 + c.figure_no AS ord, c.prints
    FROM cell AS c
    SEMI JOIN together AS t ON t.document_id = c.document_id
    WHERE c.statement IN ('general_public', 'government_fund', 'state_capital') AND c.key = '' AND c.measure = 'total'
    UNION ALL BY NAME
    SELECT
        f.document_id, f.statement AS fund, '' AS class, '合计' AS subject, 'right' AS role,
        f.label || '声明为空' AS label,
        {'yuan': 0, 'half': 0, 'text': '空表', 'unit_text': a.figure.unit_text, 'source': 'derived',
         'document_id': f.document_id, 'page': f.page, 'line': f.line} AS figure,
        10000000 AS ord, 1 AS prints
    FROM fund_table AS f
    JOIN appropriated AS a ON a.document_id = f.document_id AND a.measure = f.statement
    WHERE f.status = 'declared_empty'
    UNION ALL BY NAME
    SELECT document_id, measure AS fund, class, name AS subject, 'left' AS role,
        statement_label || measure_label AS label, figure, figure_no AS ord, prints
    FROM named
    UNION ALL BY NAME
    SELECT c.document_id, c.statement AS fund, c.class, NULL AS subject, 'right' AS role,
        w.label || ' ' || c.key AS label, c.figure, 10000000 + c.figure_no AS ord, c.prints
    FROM classes AS c
    JOIN word AS w ON w.kind = 'statement' AND w.key = c.statement
    SEMI JOIN named AS n ON n.document_id = c.document_id AND n.measure = c.statement
),
compared AS (
    SELECT *, max(prints) OVER side AS most, bool_or(figure.yuan <> 0) OVER side AS any_money,
        bool_or(role = 'left') OVER side AS has_left
    FROM operands
    WINDOW side AS (PARTITION BY document_id, fund, class)
)
SELECT
    document_id, concat_ws('/', fund, class) AS anchor, 'appropriation' AS statement, fund AS measure, subject,
    role, label, figure, ord, 'within' AS relation,
    CASE WHEN most > 1 THEN '同一项印出不止一行' END AS missing
FROM compared
WHERE any_money
UNION ALL BY NAME
SELECT
    s.document_id, concat_ws('/', c.fund, c.class) AS anchor, 'appropriation' AS statement, c.fund AS measure,
    NULL AS subject, 'explains' AS role, s.statement_label || '上年结转（' || s.name || '）' AS label, s.figure,
    20000000 + s.figure_no AS ord, 'within' AS relation, NULL AS missing
FROM source_item AS s
JOIN (SELECT DISTINCT document_id, fund, class FROM compared WHERE any_money) AS c ON c.document_id = s.document_id
WHERE s.statement = 'appropriation' AND s.carried
    AND CASE
        WHEN c.fund = s.source THEN TRUE
        WHEN s.source <> 'carryover' THEN FALSE
        ELSE c.fund = 'total' OR NOT EXISTS (
            FROM source_item AS o
            WHERE o.document_id = s.document_id AND o.statement = s.statement AND o.carried AND o.source <> 'carryover'
        )
    END

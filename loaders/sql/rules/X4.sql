-- The appropriation's expenditure half against the table of each fund: its total, and its 类 by name. Money carried over
-- may stand in the one and not in the other. A table declared empty stands for nothing; where the half has one column
-- only, it is the sum of all funds.
WITH half AS (
    SELECT
        document_id, measure, part, bare_name, name, statement_label, measure_label, figure, figure_no, row_no,
        bool_or(measure <> 'total') OVER (PARTITION BY document_id) AS by_fund
    FROM item
    WHERE statement = 'appropriation' AND side = 'expenditure' AND part <> 'below'
),
form AS (
    SELECT h.document_id, h.by_fund, any_value(h.statement_label) AS statement_label,
        bool_or(f.status NOT IN ('figures', 'declared_empty')) AND NOT h.by_fund AS lacks_fund,
        bool_or(f.status = 'figures') AS has_fund
    FROM half AS h
    JOIN fund_table AS f USING (document_id)
    GROUP BY h.document_id, h.by_fund
),
operands AS (
    SELECT
        document_id, measure AS fund,
        CASE part WHEN 'item' THEN regexp_replace(bare_name, '支出$', '') ELSE '' END AS class,
        CASE part WHEN 'item' THEN name ELSE '合计行' END AS subject, 'left' AS role,
        statement_label || measure_label AS label, figure, figure_no AS ord,
        count(*) OVER (PARTITION BY document_id, measure, part, bare_name) AS prints
    FROM half
    WHERE (measure <> 'total') = by_fund AND (part <> 'item' OR by_fund)
    QUALIFY part = 'item'
        OR figure_no = min_by(figure_no, (part, row_no)) OVER (PARTITION BY document_id, measure, part = 'item')
    UNION ALL BY NAME
    SELECT
        c.document_id, CASE WHEN f.by_fund THEN c.statement ELSE 'total' END AS fund,
        CASE c.key WHEN '' THEN '' ELSE regexp_replace(c.bare_name, '支出$', '') END AS class,
        CASE c.key WHEN '' THEN '合计行' END AS subject, 'right' AS role,
        c.statement_label || CASE c.key WHEN '' THEN '合计行' ELSE ' ' || c.key END AS label,
        c.figure, 10000000 + c.figure_no AS ord, c.prints
    FROM cell AS c
    JOIN form AS f USING (document_id)
    WHERE c.statement IN ('general_public', 'government_fund', 'state_capital') AND c.measure = 'total'
        AND (c.key = '' OR (c.level = 1 AND f.by_fund))
    UNION ALL BY NAME
    SELECT
        t.document_id, t.statement AS fund, '' AS class, '合计行' AS subject, 'right' AS role,
        t.label || '声明为空' AS label,
        {'yuan': 0, 'half': 0, 'text': '空表', 'unit_text': NULL, 'source': 'derived', 'document_id': t.document_id,
         'no': NULL, 'page': t.page, 'line': t.line} AS figure,
        10000000 AS ord, 1 AS prints
    FROM fund_table AS t
    JOIN form AS f USING (document_id)
    WHERE t.status = 'declared_empty' AND f.by_fund
),
compared AS (
    SELECT
        *, max(prints) OVER same AS most, bool_or(figure.yuan <> 0) OVER same AS has_money,
        class = '' OR bool_or(role = 'right' AND class <> '') OVER (PARTITION BY document_id, fund) AS is_in_both
    FROM operands
    WINDOW same AS (PARTITION BY document_id, fund, class)
)
SELECT
    c.document_id, concat_ws('/', c.fund, c.class) AS anchor, 'appropriation' AS statement, c.fund AS measure,
    c.subject, c.role, c.label, c.figure, c.ord, 'within' AS relation,
    CASE
        WHEN c.most > 1 THEN '同一项印出不止一行'
        WHEN f.lacks_fund THEN '有基金没有可用的支出表'
    END AS missing
FROM compared AS c
JOIN form AS f USING (document_id)
WHERE c.has_money AND c.is_in_both AND (f.by_fund OR f.has_fund)
UNION ALL BY NAME
SELECT
    s.document_id, concat_ws('/', c.fund, c.class) AS anchor, 'appropriation' AS statement, c.fund AS measure,
    'explains' AS role, s.statement_label || '上年结转（' || s.name || '）' AS label, s.figure,
    20000000 + s.figure_no AS ord, 'within' AS relation
FROM source_item AS s
JOIN compared AS c ON c.document_id = s.document_id AND c.role = 'left' AND c.has_money AND c.is_in_both
    AND CASE WHEN s.fund_named AND c.fund <> 'total' THEN s.source = c.fund ELSE s.source = 'carryover' END
WHERE s.statement = 'appropriation' AND s.carried

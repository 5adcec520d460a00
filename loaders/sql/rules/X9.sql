-- Each source of the procurement table against the same source of the income statement, money carried over included.
-- 单位资金 and 其他资金 are umbrella terms, either way; so is 财政拨款 where the funds are not told apart.
WITH paid AS (
    SELECT * FROM cell
    WHERE statement = 'procurement' AND key = '' AND figure.yuan <> 0
        AND measure NOT IN ('total', 'current_year', 'goods', 'works', 'services')
),
received AS (
    SELECT
        *, bool_or(measure IN ('general_public', 'government_fund', 'state_capital'))
            OVER (PARTITION BY document_id) AS by_fund
    FROM cell
    WHERE statement = 'income' AND key = '' AND measure NOT IN ('total', 'current_year')
),
covers AS (
    SELECT p.document_id, p.measure AS source, r.label, r.figure, r.figure_no, r.prints
    FROM paid AS p
    JOIN (SELECT *, statement_label || measure_label AS label FROM received) AS r ON r.document_id = p.document_id
        AND (
            r.measure IN (p.measure, 'carryover')
            OR CASE
                WHEN p.measure IN ('general_public', 'government_fund', 'state_capital')
                    THEN r.measure = 'fiscal' AND NOT r.by_fund
                WHEN p.measure = 'fiscal' THEN r.measure IN ('general_public', 'government_fund', 'state_capital')
                    AND NOT EXISTS (FROM received AS f WHERE f.document_id = p.document_id AND f.measure = 'fiscal')
                WHEN p.measure IN ('unit_funds', 'other')
                    THEN r.measure NOT IN ('fiscal', 'general_public', 'government_fund', 'state_capital')
                ELSE r.measure IN ('unit_funds', 'other', 'business', 'prior_surplus')
            END
        )
),
summed AS (
    SELECT document_id, any_value(statement_label) AS statement_label FROM received GROUP BY document_id
)
SELECT
    p.document_id, p.measure AS anchor, 'procurement' AS statement, p.measure, p.fiscal_year,
    p.statement_label AS subject, 'left' AS role, p.measure_label AS label, p.figure, p.figure_no AS ord,
    '<=' AS relation, CASE WHEN p.prints > 1 THEN '合计行印出不止一个数字' END AS missing
FROM paid AS p
JOIN summed AS s USING (document_id)
UNION ALL BY NAME
SELECT
    document_id, source AS anchor, 'procurement' AS statement, source AS measure, 'right' AS role, label, figure,
    10000000 + figure_no AS ord, '<=' AS relation,
    CASE WHEN prints > 1 THEN '收入总表的合计行印出不止一个数字' END AS missing
FROM covers
UNION ALL BY NAME
-- an income statement that prints its sources and not this one has no money of it
SELECT
    p.document_id, p.measure AS anchor, 'procurement' AS statement, p.measure, 'right' AS role,
    s.statement_label || p.measure_label AS label,
    {'yuan': 0, 'half': 0, 'text': '未列', 'unit_text': p.figure.unit_text, 'source': 'derived',
     'document_id': p.document_id} AS figure,
    20000000 AS ord, '<=' AS relation, s.statement_label || '未列' || p.measure_label || '，视为' AS right_label
FROM paid AS p
JOIN summed AS s USING (document_id)
ANTI JOIN covers AS c ON c.document_id = p.document_id AND c.source = p.measure

-- Each row of the tables of basic spending: 合计 from 人员 and 公用, or from its sources. Final accounts print one
-- column and two totals: 人员经费 is 301 and 303, 公用经费 all the other 类.
SELECT * FROM row_sum WHERE statement IN ('basic_economic', 'basic_economic_by_source')
UNION ALL BY NAME
SELECT
    document_id, 'split ' || measure AS anchor, statement, measure, fiscal_year,
    statement_label || '合计行' AS subject, 'left' AS role, name AS label, figure, 0 AS ord,
    CASE WHEN variants > 1 THEN '合计行印出不止一个数字' END AS missing
FROM split_total
UNION ALL BY NAME
SELECT
    s.document_id, 'split ' || s.measure AS anchor, s.statement, s.measure, s.fiscal_year,
    s.statement_label || '合计行' AS subject, 'right' AS role, f.subject AS label, f.figure, f.figure_no AS ord
FROM split_total AS s
JOIN fig AS f ON f.document_id = s.document_id AND f.statement = s.statement AND f.level = 1 AND f.measure = 'total'
    AND (f.code IN ('301', '303')) = (s.measure = 'personnel')

-- Each row of the expenditure statement, where it prints any of the parts.
SELECT
    f.document_id, concat_ws('/', f.table_no, f.row_no, f.fiscal_year) AS anchor,
    f.statement, f.code, 'total' AS measure, f.fiscal_year, f.subject,
    CASE f.measure WHEN 'total' THEN 'left' ELSE 'right' END AS role,
    f.measure_label AS label, f.figure, f.figure_no AS ord
FROM fig AS f
JOIN columns_of AS c USING (document_id, statement)
WHERE f.statement = 'expenditure'
    AND f.measure IN ('total', 'basic', 'project', 'operating', 'remitted', 'subsidy', 'carryforward')
    AND list_has_any(c.measures, ['basic', 'project', 'operating', 'remitted', 'subsidy', 'carryforward'])
UNION ALL BY NAME
SELECT
    c.document_id, 'no parts' AS anchor, c.statement, 'not_applicable' AS role,
    '支出总表没有印出合计以外的任何一栏' AS label
FROM columns_of AS c
WHERE c.statement = 'expenditure'
    AND NOT list_has_any(c.measures, ['basic', 'project', 'operating', 'remitted', 'subsidy', 'carryforward'])

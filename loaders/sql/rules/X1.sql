-- The summary's grand totals against the total rows of the income and the expenditure statement.
WITH grand AS (
    SELECT *, count(*) OVER (PARTITION BY document_id, side) AS variants
    FROM item
    WHERE statement = 'summary' AND part = 'grand' AND measure = 'total'
    QUALIFY figure_no = max_by(figure_no, row_no) OVER (PARTITION BY document_id, side)
)
SELECT
    document_id, side AS anchor, 'summary' AS statement, measure, fiscal_year, statement_label AS subject, 'left' AS role,
    CASE side WHEN 'income' THEN '收入总计' ELSE '支出总计' END AS label, figure, 1 AS ord, NULL AS missing
FROM grand
UNION ALL BY NAME
SELECT
    t.document_id, t.statement AS anchor, 'summary' AS statement, t.measure, t.fiscal_year, w.label AS subject,
    'right' AS role, t.statement_label || '合计行' AS label, t.figure, 2 AS ord,
    CASE WHEN t.variants > 1 THEN '合计行印出不止一个数字' END AS missing
FROM total AS t
JOIN word AS w ON w.kind = 'statement' AND w.key = 'summary'
WHERE t.statement IN ('income', 'expenditure') AND t.measure = 'total'
    AND EXISTS (FROM fig AS f WHERE f.document_id = t.document_id AND f.statement = 'summary')

-- What became of each statement: empty by declaration, left out, or, rarely, not readable.
WITH names AS (
    SELECT unnest($statements) AS statement
),
filled AS (
    SELECT document_id, statement, table_no, count(*) AS rows
    FROM printed WHERE year IS NULL OR row_no > 0 GROUP BY ALL
)
SELECT
    d.document_id, n.statement,
    CASE
        WHEN f.rows IS NOT NULL THEN 'figures'
        WHEN n.statement = 'procurement' AND draw(d.document_id || 'unread', 400) = 0 THEN 'failed'
        WHEN n.statement IN ('government_fund', 'state_capital', 'procurement', 'three_public', 'project')
            AND draw(d.document_id || n.statement || 'declared', 10) > 0 THEN 'declared_empty'
        ELSE 'absent'
    END AS status,
    CASE status WHEN 'figures' THEN '' WHEN 'failed' THEN '第3列表头无法识别' WHEN 'absent' THEN '文件中没有此表'
        ELSE '注：' || d.fiscal_year || '年没有此项支出，故本表无数据。' END AS note,
    CASE status WHEN 'absent' THEN '' ELSE n.statement END AS title,
    CAST(coalesce(f.rows, 0) AS INTEGER) AS rows,
    CASE WHEN status <> 'absent' AND d.source_format = 'pdf' THEN f.table_no + 2 END AS page,
    CASE WHEN status <> 'absent' THEN coalesce(f.table_no, 13) * 100 - 1 END AS line
FROM docs AS d
CROSS JOIN names AS n
LEFT JOIN filled AS f ON f.document_id = d.document_id AND f.statement = n.statement
ORDER BY d.place, n.statement

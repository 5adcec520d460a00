-- The printed figures behind one tile: its own row first, then the rows below it. An empty code means the whole statement.
SELECT a.code, a.name, a.level, a.is_total, a.measure, a.amount_yuan, a.amount_text, a.unit_text, a.origin, a.page, a.line, a.box,
    s.title AS statement_title
FROM amounts AS a
JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
LEFT JOIN statements AS s ON s.document_id = a.document_id AND s.statement = a.statement
WHERE a.document_id = $document AND a.statement = $statement
    AND ($code = '' OR starts_with(coalesce(a.code, ''), $code))
ORDER BY a.table_no, a.row_no, CASE a.measure WHEN 'total' THEN 1 WHEN 'basic' THEN 2 WHEN 'project' THEN 3 ELSE 4 END

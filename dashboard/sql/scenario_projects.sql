-- The projects of some documents beside the row of the project table that prints each: by code, else by its place.
SELECT
    p.document_id, p.project_no, p.code, p.name, p.category, p.total_yuan,
    min(a.table_no) AS table_no, min(a.row_no) AS row_no
FROM projects AS p
LEFT JOIN amounts AS a
    ON a.document_id = p.document_id AND a.statement = 'project' AND a.measure = 'total' AND NOT a.is_total
    AND a.amount_yuan = p.total_yuan AND a.name = p.name AND a.code IS NOT DISTINCT FROM p.code
WHERE list_contains($documents, p.document_id)
GROUP BY ALL
ORDER BY p.document_id, p.project_no

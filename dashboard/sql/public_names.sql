-- The public tables and views, and whether their rows belong to documents.
SELECT t.table_name AS name, t.table_type = 'VIEW' AS is_view, bool_or(c.column_name = 'document_id') AS is_of_documents
FROM information_schema.tables AS t
JOIN information_schema.columns AS c ON c.table_schema = t.table_schema AND c.table_name = t.table_name
WHERE t.table_schema = 'main'
GROUP BY t.table_name, t.table_type
ORDER BY is_view, t.table_name

-- 基本 and 项目 of the chosen documents, by table, total first and then by 类.
SELECT * FROM out_basic_project
WHERE list_contains($documents, document_id)
ORDER BY document_id, statement, is_total DESC, table_no, row_no

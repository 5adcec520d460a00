-- The expenditure statement of the chosen documents, in printed order.
SELECT * FROM out_function_spending
WHERE list_contains($documents, document_id)
ORDER BY document_id, table_no, row_no

-- The figures of the chosen documents that a reader should not take as they stand, each with the reason, hardest first.
SELECT * FROM figure_marks
WHERE list_contains($documents, document_id)
ORDER BY document_id, CASE mark WHEN 'mismatch' THEN 1 WHEN 'alert' THEN 2 ELSE 3 END, table_no, row_no, figure_no

-- What became of each statement in each chosen document.
SELECT * FROM out_disclosure_matrix
WHERE list_contains($documents, document_id)
ORDER BY document_id, statement

-- What became of the tables a flow is drawn from, for a few documents, in the order of $statements.
SELECT document_id, statement, status
FROM statements
WHERE list_contains($documents, document_id) AND list_contains($statements, statement)
ORDER BY document_id, list_position($statements, statement)

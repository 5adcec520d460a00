-- Every repair and inference made in the chosen documents.
SELECT document_id, statement, kind, before, after, reason, page, line FROM repairs
WHERE list_contains($documents, document_id)
ORDER BY document_id, line

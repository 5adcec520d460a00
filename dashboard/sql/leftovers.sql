-- What was seen in the chosen documents and not loaded.
SELECT document_id, title, reason, text, page, line FROM leftovers
WHERE list_contains($documents, document_id)
ORDER BY document_id, line

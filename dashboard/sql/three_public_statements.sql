-- Whether each chosen document has a “三公” table, declares none, or does not publish one.
SELECT document_id, status, note, title, page, line
FROM statements
WHERE statement = 'three_public' AND list_contains($documents, document_id)
ORDER BY document_id

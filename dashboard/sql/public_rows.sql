-- The rows of one public table or view that belong to the chosen documents.
SELECT * FROM query_table($name) WHERE list_contains($documents, document_id)

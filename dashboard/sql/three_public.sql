-- “三公” figures of the chosen documents, from the tables and from the narratives.
SELECT * FROM out_three_public
WHERE list_contains($documents, document_id)
ORDER BY document_id, fiscal_year, component, place DESC, line

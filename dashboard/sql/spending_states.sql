-- What became of one statement in every document that has something to say of it; whatever is chosen is chosen from these.
SELECT document_id, status, coalesce(note, '') AS note, page, line
FROM statements
WHERE statement = $statement

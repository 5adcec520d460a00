-- What was seen in the chosen documents (NULL: all) and not loaded, at most $most; `found` counts all.
WITH chosen AS (
    SELECT document_id, title, reason, text, page, line
    FROM leftovers
    WHERE $documents::VARCHAR[] IS NULL OR document_id IN (SELECT unnest($documents::VARCHAR[]))
),
first AS (SELECT * FROM chosen ORDER BY document_id, page, line, text LIMIT $most)
SELECT f.*, CAST((SELECT count(*) FROM chosen) AS INTEGER) AS found
FROM first AS f
ORDER BY f.document_id, f.page, f.line, f.text

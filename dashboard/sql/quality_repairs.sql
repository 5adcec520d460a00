-- Repairs and inferences made in the chosen documents (NULL: all), at most $most, `found` counts all; an empty list of
-- statements chooses everything.
WITH chosen AS (
    SELECT document_id, statement, kind, before, after, reason, page, line
    FROM repairs
    WHERE ($documents::VARCHAR[] IS NULL OR document_id IN (SELECT unnest($documents::VARCHAR[])))
        AND (len($statements::VARCHAR[]) = 0 OR list_contains($statements::VARCHAR[], statement))
),
first AS (SELECT * FROM chosen ORDER BY document_id, page, line, before LIMIT $most)
SELECT f.*, CAST((SELECT count(*) FROM chosen) AS INTEGER) AS found
FROM first AS f
ORDER BY f.document_id, f.page, f.line, f.before

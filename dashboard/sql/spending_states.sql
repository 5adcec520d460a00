-- What became of one statement in the chosen documents (NULL: all): of each state the first few in the order of display,
-- `found` counts all of them.
WITH chosen AS (
    SELECT
        document_id,
        row_number() OVER (ORDER BY jurisdiction, scope, unit, fiscal_year DESC, stage, document_id) AS position
    FROM documents
    WHERE $documents::VARCHAR[] IS NULL OR document_id IN (SELECT unnest($documents::VARCHAR[]))
)
SELECT
    c.document_id, coalesce(s.status, 'absent') AS status, coalesce(s.note, '') AS note, s.page, s.line,
    CAST(count(*) OVER (PARTITION BY coalesce(s.status, 'absent')) AS INTEGER) AS found
FROM chosen AS c
LEFT JOIN statements AS s ON s.document_id = c.document_id AND s.statement = $statement
QUALIFY row_number() OVER (PARTITION BY coalesce(s.status, 'absent') ORDER BY c.position) <= $most
ORDER BY c.position

-- The projects of the chosen documents, largest first; one code is one project, without a code each is its own.
SELECT
    coalesce(code, document_id || '#' || project_no) AS key,
    min(name) AS name,
    min(document_id) AS document_id,
    max(total_yuan) AS total_yuan
FROM projects
WHERE ($documents::VARCHAR[] IS NULL OR list_contains($documents::VARCHAR[], document_id))
GROUP BY ALL
ORDER BY total_yuan DESC NULLS LAST, key
LIMIT $most

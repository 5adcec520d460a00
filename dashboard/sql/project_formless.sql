-- Projects without a target form, largest first; at most $most, `found` counts all.
SELECT p.document_id, p.project_no, p.code, p.name, p.category, p.total_yuan, p.page, p.line,
    CAST(count(*) OVER () AS INTEGER) AS found
FROM projects AS p
ANTI JOIN targets AS t ON t.document_id = p.document_id AND t.project_no = p.project_no
WHERE ($documents::VARCHAR[] IS NULL OR p.document_id IN (SELECT unnest($documents::VARCHAR[])))
ORDER BY p.total_yuan DESC NULLS LAST, p.document_id, p.project_no
LIMIT $most

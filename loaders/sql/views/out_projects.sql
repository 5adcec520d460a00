-- Projects with the number of their performance targets; blank money is NULL, never zero.
SELECT
    d.jurisdiction, d.unit, d.scope, d.parent_unit, d.fiscal_year, d.stage,
    p.*,
    (
        SELECT count(*) FROM targets AS t
        WHERE t.document_id = p.document_id AND t.project_no = p.project_no
    ) AS target_count
FROM projects AS p
JOIN documents AS d ON d.document_id = p.document_id

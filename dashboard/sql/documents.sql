-- Every document, and the department document that contains it where one is loaded (whatever its year). Answers about very
-- many documents name them by `number`, in few bytes.
SELECT
    d.*,
    CAST(d.rowid AS INTEGER) AS number,
    (
        SELECT min(w.document_id) FROM documents AS w
        WHERE d.scope = 'unit' AND w.scope = 'department'
            AND w.jurisdiction = d.jurisdiction AND w.unit = d.parent_unit
    ) AS within_document_id
FROM documents AS d
ORDER BY d.jurisdiction, d.scope, d.unit, d.fiscal_year DESC, d.stage, d.document_id

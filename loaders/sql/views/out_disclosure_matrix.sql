-- What became of each statement in each document: figures, declared_empty, absent or failed.
SELECT
    d.document_id, d.jurisdiction, d.unit, d.scope, d.parent_unit, d.fiscal_year, d.stage,
    s.statement, s.status, s.note, s.title, s.rows, s.page, s.line
FROM statements AS s
JOIN documents AS d ON d.document_id = s.document_id

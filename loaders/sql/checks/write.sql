INSERT INTO checks BY NAME SELECT * EXCLUDE (anchor) FROM settled;

INSERT INTO check_operands BY NAME
SELECT
    s.document_id, s.check_no, o.role, o.sign, coalesce(o.label, '') AS label,
    CASE WHEN is_money(o.figure.unit_text) THEN o.figure.yuan END AS amount_yuan, o.figure.text AS amount_text, o.figure.unit_text AS unit_text,
    o.figure.source AS source, o.figure.document_id AS source_document_id, o.figure.no AS source_no,
    o.figure.page AS page, o.figure.line AS line
FROM operand AS o
JOIN settled AS s USING (rule, document_id, anchor)
WHERE o.figure.yuan IS NOT NULL
ORDER BY s.document_id, s.check_no, o.role, o.ord;

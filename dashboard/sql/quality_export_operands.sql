-- The figures of every identity of the chosen documents (NULL: all) that did not simply hold, but for what does not apply:
-- at most $most.
WITH found AS MATERIALIZED (
    SELECT document_id, check_no, rule
    FROM out_findings
    WHERE ($documents::VARCHAR[] IS NULL OR document_id IN (SELECT unnest($documents::VARCHAR[]))) AND severity < 6
),
operands AS MATERIALIZED (
    SELECT o.*, o.rowid AS position, f.rule
    FROM check_operands AS o
    JOIN found AS f ON f.document_id = o.document_id AND f.check_no = o.check_no
    WHERE o.document_id IN (SELECT g.document_id FROM found AS g)
    ORDER BY o.document_id, o.check_no, CASE o.role WHEN 'left' THEN 1 WHEN 'right' THEN 2 ELSE 3 END, position
    LIMIT $most
),
figures AS (
    SELECT a.document_id, a.figure_no, a.statement, a.code, a.name, a.measure
    FROM amounts AS a
    WHERE a.document_id IN (SELECT o.source_document_id FROM operands AS o)
)
SELECT
    o.document_id, o.check_no, o.rule, o.role, o.sign, o.label, o.amount_yuan, o.amount_text, o.unit_text, o.source,
    o.source_document_id, a.statement, a.code, a.name, a.measure, o.page, o.line
FROM operands AS o
LEFT JOIN figures AS a ON o.source = 'amounts' AND a.document_id = o.source_document_id AND a.figure_no = o.source_no
ORDER BY o.document_id, o.check_no, CASE o.role WHEN 'left' THEN 1 WHEN 'right' THEN 2 ELSE 3 END, o.position

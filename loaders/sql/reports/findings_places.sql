-- The figures of every check that did not simply hold, and where each is printed.
SELECT
    o.document_id, o.check_no, o.role, o.label, o.amount_text AS text, d.source_file, d.source_path, d.source_format,
    o.page, o.line
FROM check_operands AS o
JOIN checks AS c USING (document_id, check_no)
JOIN documents AS d ON d.document_id = o.source_document_id
WHERE (c.outcome NOT IN ('pass', 'not_applicable') OR c.explanation IS NOT NULL)
    AND ($every_document OR c.document_id IN (SELECT unnest($documents::VARCHAR[])))
    AND ($every_rule OR c.rule IN (SELECT unnest($rules::VARCHAR[])))
ORDER BY o.document_id, o.check_no, o.role, o.page, o.line

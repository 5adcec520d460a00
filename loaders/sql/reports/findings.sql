-- Every check with its document and its rule's severity, in a stable order.
SELECT
    c.document_id, d.unit, d.fiscal_year, d.source_file, d.source_path, d.source_format, c.rule, r.severity,
    c.statement, c.code, c.measure, c.outcome, c.left_yuan, c.right_yuan, c.difference_yuan, c.message, c.page, c.line,
    c.subject, c.left_text, c.right_text, c.tolerance_yuan, c.explanation, c.check_no
FROM checks AS c
JOIN documents AS d USING (document_id)
JOIN rules AS r USING (rule)
WHERE ($every_document OR c.document_id IN (SELECT unnest($documents::VARCHAR[])))
    AND ($every_rule OR c.rule IN (SELECT unnest($rules::VARCHAR[])))
ORDER BY c.document_id, c.check_no

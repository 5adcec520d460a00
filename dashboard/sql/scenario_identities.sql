-- The identities of some documents' tables with the figures on each side: what a scenario has to keep. The choice is said
-- of both tables, so that neither is read as a whole.
SELECT
    o.document_id, o.check_no, c.rule, c.code, c.measure, c.subject, c.outcome, c.difference_yuan, c.tolerance_yuan,
    o.role, o.sign, o.amount_yuan, o.source_document_id,
    CASE WHEN o.source = 'amounts' THEN o.source_no END AS figure_no
FROM check_operands AS o
JOIN checks AS c ON c.document_id = o.document_id AND c.check_no = o.check_no
WHERE o.document_id IN (SELECT unnest($documents::VARCHAR[])) AND c.document_id IN (SELECT unnest($documents::VARCHAR[]))
    AND (starts_with(c.rule, 'W') OR c.rule IN ('X1', 'X2', 'X3', 'X4', 'X5', 'X6', 'X7', 'X9', 'Y5'))
ORDER BY o.document_id, o.check_no

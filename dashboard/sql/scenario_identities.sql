-- The identities of some documents' tables with the figures on each side: what a scenario has to keep.
SELECT
    o.document_id, o.check_no, c.rule, c.code, c.measure, c.subject, c.outcome, c.difference_yuan, c.tolerance_yuan,
    o.role, o.sign, o.amount_yuan, o.source_document_id,
    CASE WHEN o.source = 'amounts' THEN o.source_no END AS figure_no
FROM check_operands AS o
JOIN checks AS c USING (document_id, check_no)
WHERE list_contains($documents, o.document_id) AND regexp_matches(c.rule, '^(W|X[1-79]$|Y5)')
ORDER BY o.document_id, o.check_no

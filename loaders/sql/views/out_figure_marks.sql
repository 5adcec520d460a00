-- The figures that a reader should not take as they stand, each with the reason: those that take part in an identity
-- that does not hold (`mismatch`; `alert` where the rule is soft), and those whose column was inferred (`inferred`).
-- A figure in several such identities has one row for each kind of mark.
SELECT
    o.source_document_id AS document_id, a.figure_no, a.statement, a.fiscal_year, a.side, a.code, a.name, a.is_total,
    a.measure, a.table_no, a.row_no, a.amount_yuan, a.amount_text, a.page, a.line,
    CASE r.severity WHEN 'hard' THEN 'mismatch' ELSE 'alert' END AS mark,
    count(DISTINCT (c.document_id, c.check_no)) AS checks,
    max(abs(c.difference_yuan)) AS largest_difference_yuan,
    string_agg(DISTINCT c.rule || ' ' || c.message, chr(10)) AS reason
FROM checks AS c
JOIN rules AS r ON r.rule = c.rule
JOIN check_operands AS o ON o.document_id = c.document_id AND o.check_no = c.check_no AND o.source = 'amounts'
JOIN amounts AS a ON a.document_id = o.source_document_id AND a.figure_no = o.source_no
WHERE c.outcome = 'mismatch'
GROUP BY ALL
UNION ALL BY NAME
SELECT
    a.document_id, a.figure_no, a.statement, a.fiscal_year, a.side, a.code, a.name, a.is_total,
    a.measure, a.table_no, a.row_no, a.amount_yuan, a.amount_text, a.page, a.line,
    'inferred' AS mark, 0 AS checks, NULL AS largest_difference_yuan,
    coalesce(string_agg(DISTINCT p.reason, chr(10)), '') AS reason
FROM amounts AS a
LEFT JOIN repairs AS p
    ON p.document_id = a.document_id AND p.statement = a.statement AND p.line IS NOT DISTINCT FROM a.line
    AND p.page IS NOT DISTINCT FROM a.page
WHERE a.origin = 'inferred'
GROUP BY ALL

-- The identities in which the figures of one row take part and which did not simply hold, hardest first: those within its
-- table, and those between it and other tables, the narrative, or other years.
WITH figures AS (
    SELECT a.document_id, a.figure_no
    FROM amounts AS a
    JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE a.document_id = $document AND a.statement = $statement AND a.side IS DISTINCT FROM 'income'
        AND CASE WHEN $code = '' THEN a.is_total ELSE a.code = $code END
),
near AS (
    SELECT n.document_id FROM documents AS n
    WHERE n.jurisdiction IN (SELECT d.jurisdiction FROM documents AS d WHERE d.document_id = $document)
),
taking_part AS (
    SELECT DISTINCT o.document_id, o.check_no
    FROM check_operands AS o
    JOIN figures AS f ON f.document_id = o.source_document_id AND f.figure_no = o.source_no
    WHERE o.source = 'amounts' AND o.source_document_id = $document
        AND o.document_id IN (SELECT n.document_id FROM near AS n)
)
SELECT
    f.document_id, f.check_no, f.rule, f.measure, f.outcome, f.severity, f.left_yuan, f.right_yuan, f.difference_yuan,
    f.message, f.page, f.line
FROM out_findings AS f
JOIN taking_part AS t ON t.document_id = f.document_id AND t.check_no = f.check_no
WHERE f.outcome IN ('mismatch', 'rounding', 'insufficient')
ORDER BY f.severity, abs(f.difference_yuan) DESC NULLS LAST, f.rule, f.document_id, f.check_no

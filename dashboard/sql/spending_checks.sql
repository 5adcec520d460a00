-- The identities that touch one row of a statement and did not simply hold.
SELECT rule, measure, outcome, left_yuan, right_yuan, difference_yuan, message, page, line
FROM out_findings
WHERE document_id = $document AND statement = $statement AND coalesce(code, '') = $code
    AND outcome IN ('mismatch', 'rounding', 'insufficient')
ORDER BY severity, rule, line

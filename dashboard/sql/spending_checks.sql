-- The identities that touch one row of the expenditure statement and did not simply hold.
SELECT rule, measure, outcome, left_yuan, right_yuan, difference_yuan, message, page, line
FROM out_findings
WHERE document_id = $document AND statement = 'expenditure' AND coalesce(code, '') = $code
    AND outcome IN ('mismatch', 'rounding', 'insufficient')
ORDER BY severity, rule, line

-- Every identity that did not simply hold, hardest first. A rounding difference and a missing operand are not errors.
SELECT
    d.jurisdiction, d.unit, d.fiscal_year, d.stage,
    c.*,
    CASE c.outcome WHEN 'mismatch' THEN 1 WHEN 'insufficient' THEN 2 WHEN 'rounding' THEN 3 ELSE 4 END AS severity
FROM checks AS c
JOIN documents AS d ON d.document_id = c.document_id
WHERE c.outcome <> 'pass'

-- Every identity that did not simply hold, hardest first: `severity` 1 a hard rule's mismatch, 2 a soft rule's, 3 a
-- difference that printed money explains, 4 rounding, 5 not enough printed, 6 the rule does not apply.
SELECT
    d.jurisdiction, d.unit, d.fiscal_year, d.stage, r.title AS rule_title, r.severity AS rule_severity,
    c.* EXCLUDE (fiscal_year), c.fiscal_year AS figure_year,
    CASE
        WHEN c.outcome = 'mismatch' AND r.severity = 'hard' THEN 1
        WHEN c.outcome = 'mismatch' THEN 2
        WHEN c.explanation IS NOT NULL THEN 3
        WHEN c.outcome = 'rounding' THEN 4
        WHEN c.outcome = 'insufficient' THEN 5
        ELSE 6
    END AS severity
FROM checks AS c
JOIN documents AS d ON d.document_id = c.document_id
JOIN rules AS r ON r.rule = c.rule
WHERE c.outcome <> 'pass' OR c.explanation IS NOT NULL

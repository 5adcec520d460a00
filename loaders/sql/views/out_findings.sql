-- Every identity that did not simply hold; `severity` as `standing_of` in macros.sql has it, 1 the hardest.
SELECT
    d.jurisdiction, d.unit, d.fiscal_year, d.stage, r.title AS rule_title, r.severity AS rule_severity,
    c.* EXCLUDE (fiscal_year), c.fiscal_year AS figure_year,
    standing_of(c.outcome, r.severity, c.explanation IS NOT NULL) AS severity
FROM checks AS c
JOIN documents AS d ON d.document_id = c.document_id
JOIN rules AS r ON r.rule = c.rule
WHERE c.outcome <> 'pass' OR c.explanation IS NOT NULL

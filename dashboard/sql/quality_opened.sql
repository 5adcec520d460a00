-- One identity of a document with its rule; `severity` is NULL where it simply held.
SELECT
    c.*, r.title AS rule_title, r.formula AS rule_formula,
    nullif(standing_of(c.outcome, r.severity, c.explanation IS NOT NULL), 0) AS severity
FROM checks AS c
JOIN rules AS r ON r.rule = c.rule
WHERE c.document_id = $document AND c.check_no = $check_no

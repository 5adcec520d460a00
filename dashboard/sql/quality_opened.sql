-- One identity of a document with its rule; `severity` is NULL where it simply held.
SELECT
    c.*, r.title AS rule_title, r.formula AS rule_formula, r.severity AS rule_severity,
    (
        SELECT f.severity FROM out_findings AS f WHERE f.document_id = $document AND f.check_no = $check_no
    ) AS severity
FROM checks AS c
JOIN rules AS r ON r.rule = c.rule
WHERE c.document_id = $document AND c.check_no = $check_no

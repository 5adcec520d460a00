-- The identities of the chosen documents (NULL: all) that did not simply hold: the hardest first, in them the widest
-- difference, at most $most; `found` counts all. Empty lists of rules, severities and statements choose everything.
WITH chosen AS (
    SELECT *
    FROM out_findings
    WHERE ($documents::VARCHAR[] IS NULL OR document_id IN (SELECT unnest($documents::VARCHAR[])))
        AND (len($rules::VARCHAR[]) = 0 OR list_contains($rules::VARCHAR[], rule))
        AND list_contains($severities::INTEGER[], severity)
        AND (len($statements::VARCHAR[]) = 0 OR list_contains($statements::VARCHAR[], statement))
        AND ($least::DECIMAL(18, 2) IS NULL OR abs(difference_yuan) >= $least::DECIMAL(18, 2))
),
first AS (
    SELECT * FROM chosen
    ORDER BY severity, abs(difference_yuan) DESC NULLS LAST, document_id, check_no
    LIMIT $most
)
SELECT
    f.document_id, f.check_no, f.rule, f.rule_title, f.statement, f.code, f.measure, f.subject, f.outcome, f.severity,
    f.left_yuan, f.right_yuan, f.difference_yuan, f.tolerance_yuan, f.left_text, f.right_text, f.explanation, f.message,
    f.figure_year, f.page, f.line,
    CAST((SELECT count(*) FROM chosen) AS INTEGER) AS found
FROM first AS f
ORDER BY f.severity, abs(f.difference_yuan) DESC NULLS LAST, f.document_id, f.check_no

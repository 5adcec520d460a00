-- The identities of the chosen documents (NULL: all) that did not simply hold: the hardest first, in them the widest
-- difference, at most $most; `found` counts all. Empty lists of rules, severities and statements choose everything.
-- As `out_findings` has them; asked of the checks themselves, so that only the rows that are shown are read as a whole.
WITH chosen AS MATERIALIZED (
    SELECT
        c.rowid AS place, c.document_id, c.check_no, abs(c.difference_yuan) AS width, r.title AS rule_title,
        standing_of(c.outcome, r.severity, c.explanation IS NOT NULL) AS hardness
    FROM checks AS c
    JOIN rules AS r ON r.rule = c.rule
    WHERE (c.outcome <> 'pass' OR c.explanation IS NOT NULL)
        AND ($documents::VARCHAR[] IS NULL OR c.document_id IN (SELECT unnest($documents::VARCHAR[])))
        AND (len($rules::VARCHAR[]) = 0 OR list_contains($rules::VARCHAR[], c.rule))
        AND list_contains($severities::INTEGER[], hardness)
        AND (len($statements::VARCHAR[]) = 0 OR list_contains($statements::VARCHAR[], c.statement))
        AND ($least::DECIMAL(18, 2) IS NULL OR abs(c.difference_yuan) >= $least::DECIMAL(18, 2))
),
first AS MATERIALIZED (
    SELECT * FROM chosen ORDER BY hardness, width DESC NULLS LAST, document_id, check_no LIMIT $most
)
SELECT
    c.document_id, c.check_no, c.rule, f.rule_title, c.statement, c.code, c.measure, c.subject, c.outcome, f.hardness AS severity,
    c.left_yuan, c.right_yuan, c.difference_yuan, c.tolerance_yuan, c.left_text, c.right_text, c.explanation, c.message,
    c.fiscal_year AS figure_year, c.page, c.line,
    CAST((SELECT count(*) FROM chosen) AS INTEGER) AS found
FROM first AS f
JOIN checks AS c ON c.rowid = f.place
ORDER BY f.hardness, f.width DESC NULLS LAST, f.document_id, f.check_no

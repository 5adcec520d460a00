-- The identities that speak of income: those of the income statement, and those between it and other tables. What does not
-- simply hold comes first, widest first; at most $most, `found` counts all, `held` those that simply hold. Only the rows that
-- are shown are read as a whole.
WITH spoken AS MATERIALIZED (
    SELECT
        rowid AS number, document_id, rule, line, outcome = 'pass' AS is_held, abs(difference_yuan) AS width,
        CASE outcome WHEN 'mismatch' THEN 1 WHEN 'insufficient' THEN 2 WHEN 'rounding' THEN 3
            WHEN 'not_applicable' THEN 4 ELSE 5 END AS place
    FROM checks
    WHERE (statement = 'income' OR list_contains($rules, rule))
        AND ($documents::VARCHAR[] IS NULL OR document_id IN (SELECT unnest($documents::VARCHAR[])))
),
counted AS (
    SELECT CAST(count(*) AS INTEGER) AS found, CAST(count(*) FILTER (is_held) AS INTEGER) AS held FROM spoken
),
first AS MATERIALIZED (
    SELECT * FROM spoken ORDER BY place, width DESC NULLS LAST, document_id, rule, line, number LIMIT $most
)
SELECT
    c.document_id, c.rule, c.statement, c.code, c.measure, c.outcome, c.left_yuan, c.right_yuan, c.difference_yuan,
    c.message, c.page, c.line, n.found, n.held
FROM first AS f
JOIN checks AS c ON c.rowid = f.number
CROSS JOIN counted AS n
ORDER BY f.place, f.width DESC NULLS LAST, f.document_id, f.rule, f.line, f.number

-- The identities that speak of income: those of the income statement, and those between it and other tables. What does not
-- simply hold comes first, widest first; at most $most, `found` counts all, `held` those that simply hold.
WITH spoken AS NOT MATERIALIZED (
    SELECT *
    FROM checks
    WHERE (statement = 'income' OR list_contains($rules, rule))
        AND ($documents::VARCHAR[] IS NULL OR document_id IN (SELECT unnest($documents::VARCHAR[])))
),
counted AS (
    SELECT CAST(count(*) AS INTEGER) AS found, CAST(count(*) FILTER (outcome = 'pass') AS INTEGER) AS held FROM spoken
),
first AS (
    SELECT document_id, rule, statement, code, measure, outcome, left_yuan, right_yuan, difference_yuan, message, page, line,
        CASE outcome WHEN 'mismatch' THEN 1 WHEN 'insufficient' THEN 2 WHEN 'rounding' THEN 3
            WHEN 'not_applicable' THEN 4 ELSE 5 END AS place
    FROM spoken
    ORDER BY place, abs(difference_yuan) DESC NULLS LAST, document_id, rule, line
    LIMIT $most
)
SELECT f.* EXCLUDE (place), c.found, c.held
FROM first AS f, counted AS c
ORDER BY f.place, abs(f.difference_yuan) DESC NULLS LAST, f.document_id, f.rule, f.line

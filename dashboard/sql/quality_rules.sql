-- Every rule with the number of identities it was asked about in the chosen documents (NULL: all), by standing.
WITH counted AS (
    SELECT c.rule, c.outcome, c.explanation IS NOT NULL AS is_explained, count(*) AS identities
    FROM checks AS c
    WHERE $documents::VARCHAR[] IS NULL OR c.document_id IN (SELECT unnest($documents::VARCHAR[]))
    GROUP BY ALL
)
SELECT
    r.rule, r.rule_no, r.title, r.formula, r.severity,
    CAST(coalesce(sum(c.identities) FILTER (c.outcome IN ('pass', 'rounding', 'mismatch')), 0) AS INTEGER) AS settled,
    CAST(coalesce(sum(c.identities) FILTER (c.outcome = 'pass' AND NOT c.is_explained), 0) AS INTEGER) AS pass,
    CAST(coalesce(sum(c.identities) FILTER (c.outcome = 'mismatch'), 0) AS INTEGER) AS mismatch,
    CAST(coalesce(sum(c.identities) FILTER (c.outcome <> 'mismatch' AND c.is_explained), 0) AS INTEGER) AS explained,
    CAST(coalesce(sum(c.identities) FILTER (c.outcome = 'rounding' AND NOT c.is_explained), 0) AS INTEGER) AS rounding,
    CAST(coalesce(sum(c.identities) FILTER (c.outcome = 'insufficient' AND NOT c.is_explained), 0) AS INTEGER) AS insufficient,
    CAST(coalesce(sum(c.identities) FILTER (c.outcome = 'not_applicable' AND NOT c.is_explained), 0) AS INTEGER)
        AS not_applicable
FROM rules AS r
LEFT JOIN counted AS c ON c.rule = r.rule
GROUP BY r.rule, r.rule_no, r.title, r.formula, r.severity
ORDER BY r.rule_no

-- How the identities of the chosen documents (NULL: all) came out, by standing, and of how many documents they are.
WITH chosen AS (
    SELECT document_id FROM documents
    WHERE $documents::VARCHAR[] IS NULL OR document_id IN (SELECT unnest($documents::VARCHAR[]))
),
counted AS (
    SELECT c.document_id, c.rule, c.outcome, c.explanation IS NOT NULL AS is_explained, count(*) AS identities
    FROM checks AS c
    SEMI JOIN chosen AS d ON d.document_id = c.document_id
    GROUP BY ALL
)
SELECT
    CAST((SELECT count(*) FROM chosen) AS INTEGER) AS documents,
    CAST(count(DISTINCT c.document_id) FILTER (c.outcome = 'mismatch' AND r.severity = 'hard') AS INTEGER) AS unsettled,
    CAST(coalesce(sum(c.identities) FILTER (c.outcome = 'mismatch' AND r.severity = 'hard'), 0) AS INTEGER) AS mismatch,
    CAST(coalesce(sum(c.identities) FILTER (c.outcome = 'mismatch' AND r.severity = 'soft'), 0) AS INTEGER) AS alert,
    CAST(coalesce(sum(c.identities) FILTER (c.outcome <> 'mismatch' AND c.is_explained), 0) AS INTEGER) AS explained,
    CAST(coalesce(sum(c.identities) FILTER (c.outcome = 'rounding' AND NOT c.is_explained), 0) AS INTEGER) AS rounding,
    CAST(coalesce(sum(c.identities) FILTER (c.outcome = 'insufficient' AND NOT c.is_explained), 0) AS INTEGER) AS insufficient,
    CAST(coalesce(sum(c.identities) FILTER (c.outcome = 'pass' AND NOT c.is_explained), 0) AS INTEGER) AS pass
FROM counted AS c
JOIN rules AS r ON r.rule = c.rule

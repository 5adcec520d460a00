-- How the identities of every document came out, rule by rule, of all documents: few bytes a row, for there are very many
-- rows, and the pages add up those of the documents that are chosen. `document` is the number of a document in `documents`;
-- `standing` as `severity` in the view out_findings, 0 where an identity simply held.
WITH counted AS (
    SELECT
        document_id, rule, outcome, explanation IS NOT NULL AS is_explained,
        CAST(count(*) AS INTEGER) AS identities
    FROM checks
    GROUP BY ALL
)
SELECT
    CAST(d.rowid AS INTEGER) AS document,
    CAST(r.rule_no AS UTINYINT) AS rule_no,
    CAST(standing_of(c.outcome, r.severity, c.is_explained) AS UTINYINT) AS standing,
    c.outcome IN ('pass', 'rounding', 'mismatch') AS is_settled,
    c.identities
FROM counted AS c
JOIN documents AS d ON d.document_id = c.document_id
JOIN rules AS r ON r.rule = c.rule

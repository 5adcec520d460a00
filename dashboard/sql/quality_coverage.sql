-- What the checks of the chosen documents (NULL: all) came to: those with most identities that do not hold come first, at
-- most $most. How many of their figures take part in an identity that was settled is counted of these alone;
-- identities go over documents of one jurisdiction at most.
WITH failing AS (
    SELECT
        c.document_id,
        count(*) FILTER (r.severity = 'hard') AS mismatches,
        count(*) FILTER (r.severity = 'soft') AS alerts
    FROM checks AS c
    JOIN rules AS r ON r.rule = c.rule
    WHERE c.outcome = 'mismatch'
        AND ($documents::VARCHAR[] IS NULL OR c.document_id IN (SELECT unnest($documents::VARCHAR[])))
    GROUP BY c.document_id
),
worst AS MATERIALIZED (
    SELECT
        d.document_id,
        row_number() OVER (
            ORDER BY coalesce(f.mismatches, 0) DESC, coalesce(f.alerts, 0) DESC, d.jurisdiction, d.scope, d.unit,
                d.fiscal_year DESC, d.stage, d.document_id
        ) AS position
    FROM documents AS d
    LEFT JOIN failing AS f ON f.document_id = d.document_id
    WHERE $documents::VARCHAR[] IS NULL OR d.document_id IN (SELECT unnest($documents::VARCHAR[]))
    QUALIFY position <= $most
),
figures AS (
    SELECT
        a.document_id,
        count(*) FILTER (a.origin <> 'narrative') AS figures,
        count(*) FILTER (a.origin = 'inferred') AS inferred
    FROM amounts AS a
    WHERE a.document_id IN (SELECT w.document_id FROM worst AS w)
    GROUP BY a.document_id
),
facts AS (
    SELECT n.document_id, count(*) AS facts
    FROM narrative AS n
    WHERE n.document_id IN (SELECT w.document_id FROM worst AS w)
    GROUP BY n.document_id
),
near AS (
    SELECT d.document_id FROM documents AS d
    WHERE d.jurisdiction IN (
        SELECT e.jurisdiction FROM documents AS e SEMI JOIN worst AS w ON w.document_id = e.document_id
    )
),
-- Of very many identities few were not settled.
unsettled AS MATERIALIZED (
    SELECT c.document_id, c.check_no
    FROM checks AS c
    WHERE c.document_id IN (SELECT n.document_id FROM near AS n) AND c.outcome NOT IN ('pass', 'rounding', 'mismatch')
),
taking_part AS (
    SELECT
        o.source_document_id AS document_id,
        count(DISTINCT CASE WHEN o.source = 'amounts' THEN o.source_no END) AS figures_checked,
        count(DISTINCT CASE WHEN o.source = 'narrative' THEN o.source_no END) AS facts_checked
    FROM check_operands AS o
    ANTI JOIN unsettled AS c ON c.document_id = o.document_id AND c.check_no = o.check_no
    WHERE o.document_id IN (SELECT n.document_id FROM near AS n)
        AND o.source_document_id IN (SELECT w.document_id FROM worst AS w)
    GROUP BY o.source_document_id
),
outcomes AS (
    SELECT
        c.document_id,
        count(*) AS identities,
        count(*) FILTER (c.outcome = 'mismatch' AND r.severity = 'hard') AS mismatch,
        count(*) FILTER (c.outcome = 'mismatch' AND r.severity = 'soft') AS alert,
        count(*) FILTER (c.explanation IS NOT NULL AND c.outcome <> 'mismatch') AS explained,
        count(*) FILTER (c.outcome = 'rounding' AND c.explanation IS NULL) AS rounding,
        count(*) FILTER (c.outcome = 'insufficient' AND c.explanation IS NULL) AS insufficient,
        count(*) FILTER (c.outcome = 'not_applicable' AND c.explanation IS NULL) AS not_applicable,
        count(*) FILTER (c.outcome = 'pass' AND c.explanation IS NULL) AS pass,
        count(DISTINCT c.rule) FILTER (c.outcome IN ('pass', 'rounding', 'mismatch')) AS rules_completed
    FROM checks AS c
    JOIN rules AS r ON r.rule = c.rule
    WHERE c.document_id IN (SELECT w.document_id FROM worst AS w)
    GROUP BY c.document_id
),
changes AS (
    SELECT p.document_id, count(*) AS repairs
    FROM repairs AS p
    WHERE p.document_id IN (SELECT w.document_id FROM worst AS w)
    GROUP BY p.document_id
)
SELECT
    w.document_id,
    CAST(coalesce(f.figures, 0) AS INTEGER) AS figures,
    CAST(coalesce(t.figures_checked, 0) AS INTEGER) AS figures_checked,
    CAST(coalesce(n.facts, 0) AS INTEGER) AS facts,
    CAST(coalesce(t.facts_checked, 0) AS INTEGER) AS facts_checked,
    CAST(coalesce(o.identities, 0) AS INTEGER) AS identities,
    CAST(coalesce(o.mismatch, 0) AS INTEGER) AS mismatch,
    CAST(coalesce(o.alert, 0) AS INTEGER) AS alert,
    CAST(coalesce(o.explained, 0) AS INTEGER) AS explained,
    CAST(coalesce(o.rounding, 0) AS INTEGER) AS rounding,
    CAST(coalesce(o.insufficient, 0) AS INTEGER) AS insufficient,
    CAST(coalesce(o.not_applicable, 0) AS INTEGER) AS not_applicable,
    CAST(coalesce(o.pass, 0) AS INTEGER) AS pass,
    CAST(coalesce(o.rules_completed, 0) AS INTEGER) AS rules_completed,
    CAST(coalesce(f.inferred, 0) AS INTEGER) AS inferred,
    CAST(coalesce(c.repairs, 0) AS INTEGER) AS repairs
FROM worst AS w
LEFT JOIN figures AS f ON f.document_id = w.document_id
LEFT JOIN facts AS n ON n.document_id = w.document_id
LEFT JOIN taking_part AS t ON t.document_id = w.document_id
LEFT JOIN outcomes AS o ON o.document_id = w.document_id
LEFT JOIN changes AS c ON c.document_id = w.document_id
ORDER BY w.position

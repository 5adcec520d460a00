-- What the checks of each document came to, and how many of its figures take part in an identity that was settled
-- (held, held but for rounding, or did not hold): checks completed, not rules defined.
WITH figures AS (
    SELECT document_id, count(*) AS figures FROM amounts WHERE origin <> 'narrative' GROUP BY document_id
),
facts AS (
    SELECT document_id, count(*) AS facts FROM narrative GROUP BY document_id
),
taking_part AS (
    SELECT
        o.source_document_id AS document_id,
        count(DISTINCT CASE WHEN o.source = 'amounts' THEN o.source_no END) AS figures_checked,
        count(DISTINCT CASE WHEN o.source = 'narrative' THEN o.source_no END) AS facts_checked
    FROM check_operands AS o
    JOIN checks AS c ON c.document_id = o.document_id AND c.check_no = o.check_no
    WHERE c.outcome IN ('pass', 'rounding', 'mismatch')
    GROUP BY o.source_document_id
),
outcomes AS (
    SELECT
        c.document_id,
        count(*) FILTER (c.outcome = 'mismatch' AND r.severity = 'hard') AS mismatches,
        count(*) FILTER (c.outcome = 'mismatch' AND r.severity = 'soft') AS alerts,
        count(*) FILTER (c.explanation IS NOT NULL AND c.outcome <> 'mismatch') AS explained,
        count(*) FILTER (c.outcome = 'rounding' AND c.explanation IS NULL) AS roundings,
        count(*) FILTER (c.outcome = 'pass' AND c.explanation IS NULL) AS passes,
        count(*) FILTER (c.outcome = 'insufficient') AS insufficient,
        count(*) FILTER (c.outcome = 'not_applicable') AS not_applicable,
        count(DISTINCT c.rule) FILTER (c.outcome IN ('pass', 'rounding', 'mismatch')) AS rules_completed
    FROM checks AS c
    JOIN rules AS r ON r.rule = c.rule
    GROUP BY c.document_id
),
inferences AS (
    SELECT document_id, count(*) AS inferred FROM amounts WHERE origin = 'inferred' GROUP BY document_id
),
changes AS (
    SELECT document_id, count(*) AS repairs FROM repairs GROUP BY document_id
)
SELECT
    d.document_id, d.jurisdiction, d.unit, d.fiscal_year, d.stage,
    coalesce(f.figures, 0) AS figures, coalesce(t.figures_checked, 0) AS figures_checked,
    coalesce(n.facts, 0) AS facts, coalesce(t.facts_checked, 0) AS facts_checked,
    coalesce(o.mismatches, 0) AS mismatches, coalesce(o.alerts, 0) AS alerts, coalesce(o.explained, 0) AS explained,
    coalesce(o.roundings, 0) AS roundings, coalesce(o.passes, 0) AS passes,
    coalesce(o.insufficient, 0) AS insufficient, coalesce(o.not_applicable, 0) AS not_applicable,
    coalesce(o.rules_completed, 0) AS rules_completed,
    coalesce(i.inferred, 0) AS inferred, coalesce(c.repairs, 0) AS repairs
FROM documents AS d
LEFT JOIN figures AS f USING (document_id)
LEFT JOIN facts AS n USING (document_id)
LEFT JOIN taking_part AS t USING (document_id)
LEFT JOIN outcomes AS o USING (document_id)
LEFT JOIN inferences AS i USING (document_id)
LEFT JOIN changes AS c USING (document_id)

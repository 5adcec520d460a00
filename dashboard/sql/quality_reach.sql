-- How many figures and told amounts each of a few documents has, and how many of them take part in an identity that was
-- settled; what was inferred and repaired. Identities go over documents of one jurisdiction at most.
WITH near AS MATERIALIZED (
    SELECT document_id FROM documents
    WHERE jurisdiction IN (
        SELECT jurisdiction FROM documents WHERE document_id IN (SELECT unnest($documents::VARCHAR[]))
    )
),
-- Of very many identities few were not settled.
unsettled AS MATERIALIZED (
    SELECT document_id, check_no
    FROM checks
    WHERE document_id IN (SELECT n.document_id FROM near AS n) AND outcome NOT IN ('pass', 'rounding', 'mismatch')
),
taking_part AS (
    SELECT DISTINCT o.source_document_id AS document_id, o.source, o.source_no
    FROM check_operands AS o
    ANTI JOIN unsettled AS c ON c.document_id = o.document_id AND c.check_no = o.check_no
    WHERE o.document_id IN (SELECT n.document_id FROM near AS n)
        AND o.source_document_id IN (SELECT unnest($documents::VARCHAR[])) AND o.source IN ('amounts', 'narrative')
),
counted AS (
    SELECT document_id, CASE origin WHEN 'narrative' THEN 'told' WHEN 'inferred' THEN 'inferred' ELSE 'figures' END AS kind
    FROM amounts
    WHERE document_id IN (SELECT unnest($documents::VARCHAR[]))
    UNION ALL
    SELECT document_id, 'facts' FROM narrative WHERE document_id IN (SELECT unnest($documents::VARCHAR[]))
    UNION ALL
    SELECT document_id, 'repairs' FROM repairs WHERE document_id IN (SELECT unnest($documents::VARCHAR[]))
    UNION ALL
    SELECT document_id, source FROM taking_part WHERE source_no IS NOT NULL
)
SELECT
    document_id,
    CAST(count(*) FILTER (kind IN ('figures', 'inferred')) AS INTEGER) AS figures,
    CAST(count(*) FILTER (kind = 'amounts') AS INTEGER) AS figures_checked,
    CAST(count(*) FILTER (kind = 'facts') AS INTEGER) AS facts,
    CAST(count(*) FILTER (kind = 'narrative') AS INTEGER) AS facts_checked,
    CAST(count(*) FILTER (kind = 'inferred') AS INTEGER) AS inferred,
    CAST(count(*) FILTER (kind = 'repairs') AS INTEGER) AS repairs
FROM counted
GROUP BY document_id

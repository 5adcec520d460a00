-- Of the figures that take part in a hard identity that holds, those whose change makes one of these hold no longer.
WITH held AS (
    SELECT DISTINCT
        o.source_document_id AS document_id, o.source,
        -- a fact stands in an identity with its amount or with its change: the labels and the rule tell which
        CASE
            WHEN o.source = 'narrative' AND (c.rule = 'N6' OR o.label = '增减额' OR o.label LIKE '比上年%') THEN 'change'
            ELSE 'amount'
        END AS field,
        o.source_no AS no, c.rule, c.statement, c.code, c.measure, c.fiscal_year, c.subject
    FROM base.checks AS c
    JOIN base.check_operands AS o USING (document_id, check_no)
    JOIN base.rules AS r USING (rule)
    WHERE c.outcome IN ('pass', 'rounding') AND r.severity = 'hard' AND o.source IN ('amounts', 'narrative')
        AND o.source_document_id = c.document_id AND o.amount_yuan IS NOT NULL
),
fallen AS (
    SELECT DISTINCT
        k.document_id, k.source, k.field, k.no, c.rule, c.statement, c.code, c.measure, c.fiscal_year, c.subject
    FROM checks AS c
    JOIN copies AS k ON k.copy = c.document_id
    WHERE c.outcome NOT IN ('pass', 'not_applicable') AND NOT EXISTS (
        FROM base.checks AS b
        WHERE b.document_id = k.document_id AND b.rule = c.rule AND b.statement = c.statement
            AND b.outcome = c.outcome AND b.message = c.message
    )
)
SELECT
    h.document_id, h.source, h.field, h.no, k.change_yuan,
    bool_or(f.rule IS NOT NULL) AS caught,
    string_agg(DISTINCT h.rule, ' ' ORDER BY h.rule) AS rules
FROM held AS h
JOIN copies AS k USING (document_id, source, field, no)
LEFT JOIN fallen AS f
    ON f.document_id = h.document_id AND f.source = h.source AND f.field = h.field AND f.no = h.no
    AND f.rule = h.rule AND f.statement = h.statement
    AND f.code IS NOT DISTINCT FROM h.code AND f.measure IS NOT DISTINCT FROM h.measure
    AND f.fiscal_year IS NOT DISTINCT FROM h.fiscal_year AND f.subject IS NOT DISTINCT FROM h.subject
GROUP BY h.document_id, h.source, h.field, h.no, k.change_yuan
ORDER BY h.document_id, h.source, h.no, h.field

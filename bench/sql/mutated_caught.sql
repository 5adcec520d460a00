-- Of the figures that take part in an identity that holds, those whose change makes one of these hold no longer.
WITH held AS (
    SELECT DISTINCT o.source_document_id AS document_id, o.source_no AS figure_no, c.rule, c.statement, c.code,
        c.measure, c.fiscal_year, c.subject
    FROM base.checks AS c
    JOIN base.check_operands AS o USING (document_id, check_no)
    WHERE c.outcome IN ('pass', 'rounding') AND o.source = 'amounts' AND o.source_document_id = c.document_id
),
fallen AS (
    SELECT DISTINCT k.document_id, k.figure_no, c.rule, c.statement, c.code, c.measure, c.fiscal_year, c.subject
    FROM checks AS c
    JOIN copies AS k ON k.copy = c.document_id
    WHERE c.outcome NOT IN ('pass', 'not_applicable') AND NOT EXISTS (
        FROM base.checks AS b
        WHERE b.document_id = k.document_id AND b.rule = c.rule AND b.statement = c.statement
            AND b.outcome = c.outcome AND b.message = c.message
    )
)
SELECT
    h.document_id, h.figure_no, k.change_yuan,
    bool_or(f.rule IS NOT NULL) AS caught,
    string_agg(DISTINCT h.rule, ' ' ORDER BY h.rule) AS rules
FROM held AS h
JOIN copies AS k USING (document_id, figure_no)
LEFT JOIN fallen AS f
    ON f.document_id = h.document_id AND f.figure_no = h.figure_no AND f.rule = h.rule AND f.statement = h.statement
    AND f.code IS NOT DISTINCT FROM h.code AND f.measure IS NOT DISTINCT FROM h.measure
    AND f.fiscal_year IS NOT DISTINCT FROM h.fiscal_year AND f.subject IS NOT DISTINCT FROM h.subject
GROUP BY h.document_id, h.figure_no, k.change_yuan
ORDER BY h.document_id, h.figure_no

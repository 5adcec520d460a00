-- Every place where a figure (in any of its units) or a code was printed, tables first, then the narrative.
WITH found AS (
    SELECT
        a.document_id, a.statement, coalesce(s.title, '') AS title, a.code, a.name, a.measure, a.fiscal_year,
        a.amount_yuan, a.amount_text || ' ' || a.unit_text AS printed, a.origin, a.page, a.line, a.box
    FROM amounts AS a
    LEFT JOIN statements AS s ON s.document_id = a.document_id AND s.statement = a.statement
    WHERE list_contains($documents, a.document_id)
        AND (list_contains($amounts::DECIMAL(18, 2)[], a.amount_yuan) OR a.code = $code OR a.gov_code = $code)
    UNION ALL
    SELECT
        n.document_id, 'narrative', n.topic, n.code, n.subject, n.measure, n.fiscal_year,
        CASE WHEN list_contains($amounts::DECIMAL(18, 2)[], n.amount_yuan) OR n.code = $code
            THEN n.amount_yuan ELSE n.change_yuan END,
        n.text, 'narrative', n.page, n.line, NULL
    FROM narrative AS n
    WHERE list_contains($documents, n.document_id)
        AND (
            list_contains($amounts::DECIMAL(18, 2)[], n.amount_yuan)
            OR list_contains($amounts::DECIMAL(18, 2)[], abs(n.change_yuan))
            OR n.code = $code
        )
)
SELECT *, CAST(count(*) OVER () AS INTEGER) AS found
FROM found
ORDER BY document_id, origin = 'narrative', page NULLS FIRST, line, measure
LIMIT 500

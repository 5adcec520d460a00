-- Every place where a figure (in any of its units), a rate, the value of a target or a code was printed: tables first, then
-- the narrative. What is printed once and kept in two tables (the money on a target form that is the project's own) is one place.
WITH found AS (
    SELECT
        a.document_id, a.statement, a.code, a.name, a.measure, a.fiscal_year,
        a.amount_yuan, a.amount_text || ' ' || a.unit_text AS printed, a.origin, a.page, a.line, a.box
    FROM amounts AS a
    WHERE list_contains($documents, a.document_id)
        AND (list_contains($amounts::DECIMAL(18, 2)[], a.amount_yuan) OR a.code = $code OR a.gov_code = $code)
    UNION ALL
    SELECT
        t.document_id, 'targets', NULL, concat_ws(' · ', t.project_name, coalesce(nullif(t.level3, ''), t.level2)), NULL,
        d.fiscal_year, NULL,
        concat_ws(' ', t.value_text, CASE WHEN NOT contains(t.value_text, t.value_unit) THEN t.value_unit END),
        'printed', t.page, t.line, NULL
    FROM targets AS t
    JOIN documents AS d ON d.document_id = t.document_id
    WHERE list_contains($documents, t.document_id)
        AND (
            t.value_number = $number::DECIMAL(24, 6)
            AND ($unit::VARCHAR IS NULL OR t.value_unit = $unit OR ($unit = '%' AND t.value_unit = '百分比'))
            OR list_contains(
                $amounts::DECIMAL(34, 6)[],
                t.value_number * CASE t.value_unit WHEN '元' THEN 1 WHEN '万元' THEN 10000 WHEN '万' THEN 10000 WHEN '亿元' THEN 100000000 END
            )
        )
        AND NOT EXISTS (
            SELECT 1 FROM amounts AS p
            WHERE p.statement = 'project' AND p.document_id = t.document_id AND p.page IS NOT DISTINCT FROM t.page
                AND p.line = t.line AND list_contains($amounts::DECIMAL(18, 2)[], p.amount_yuan)
        )
    UNION ALL
    SELECT
        n.document_id, 'narrative', n.code, n.subject, n.measure, n.fiscal_year,
        CASE
            WHEN list_contains($amounts::DECIMAL(18, 2)[], n.amount_yuan) OR n.code = $code THEN n.amount_yuan
            WHEN list_contains($amounts::DECIMAL(18, 2)[], abs(n.change_yuan)) THEN n.change_yuan
            WHEN list_contains($amounts::DECIMAL(18, 2)[], n.change_yuan) THEN n.change_yuan
        END,
        n.text, 'narrative', n.page, n.line, NULL
    FROM narrative AS n
    WHERE list_contains($documents, n.document_id)
        AND (
            list_contains($amounts::DECIMAL(18, 2)[], n.amount_yuan)
            -- On screen a decrease has a sign where the narrative prints a word.
            OR list_contains($amounts::DECIMAL(18, 2)[], abs(n.change_yuan))
            OR list_contains($amounts::DECIMAL(18, 2)[], n.change_yuan)
            OR (coalesce($unit::VARCHAR, '%') = '%' AND $number::DECIMAL(24, 6) IN (n.change_pct, abs(n.change_pct)))
            OR n.code = $code
        )
)
-- The words that stand for the parts of “三公” in the data are no codes that were printed.
SELECT
    * REPLACE (CASE WHEN regexp_matches(code, '[0-9]') THEN code END AS code),
    CAST(count(*) OVER () AS INTEGER) AS found
FROM found
ORDER BY document_id, origin = 'narrative', page NULLS FIRST, line, measure
LIMIT 500

-- Which figure each copy changes, and by how much: a step of 0.01 to 10,000 of the printed unit drawn from the seed.
-- Figures of the tables, and the amounts and the changes that the narrative states.
CREATE OR REPLACE TABLE copies AS
WITH figure AS (
    SELECT document_id, 'amounts' AS source, 'amount' AS field, figure_no AS no, unit_text
    FROM base.amounts
    WHERE origin <> 'narrative'
    UNION ALL
    SELECT document_id, 'narrative', 'amount', fact_no, unit_text FROM base.narrative WHERE amount_yuan IS NOT NULL
    UNION ALL
    SELECT document_id, 'narrative', 'change', fact_no, unit_text FROM base.narrative WHERE change_yuan IS NOT NULL
)
SELECT
    document_id, source, field, no, concat_ws('#', document_id, source, field, no) AS copy,
    CASE WHEN hash(document_id, source, field, no, $seed + 1) % 2 = 0 THEN 1 ELSE -1 END
        * list_extract(
            [0.01, 0.1, 1, 10, 100, 1000, 10000]::DECIMAL(18, 2)[],
            (hash(document_id, source, field, no, $seed) % 7 + 1)::INTEGER
        )
        * CASE unit_text WHEN '亿元' THEN 100000000 WHEN '万元' THEN 10000 WHEN '千元' THEN 1000 ELSE 1 END
        AS change_yuan
FROM figure
WHERE list_contains($documents, document_id)

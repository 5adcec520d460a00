-- Which figure each copy changes, and by how much: a step of 0.01 to 10,000 of the printed unit drawn from the seed.
CREATE OR REPLACE TABLE copies AS
SELECT
    document_id, figure_no, document_id || '#' || figure_no AS copy,
    CASE WHEN hash(document_id, figure_no, $seed + 1) % 2 = 0 THEN 1 ELSE -1 END
        * list_extract([0.01, 0.1, 1, 10, 100, 1000, 10000]::DECIMAL(18, 2)[], (hash(document_id, figure_no, $seed) % 7 + 1)::INTEGER)
        * CASE unit_text WHEN '亿元' THEN 100000000 WHEN '万元' THEN 10000 WHEN '千元' THEN 1000 ELSE 1 END
        AS change_yuan
FROM base.amounts
WHERE origin <> 'narrative' AND list_contains($documents, document_id)

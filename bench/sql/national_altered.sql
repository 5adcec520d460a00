-- The altered figures, with what stood there before.
SELECT document_id, statement, side, code, name, measure, amount_text, amount_yuan,
    CAST(amount_yuan - 100 * (100 + draw(document_id || row_no || measure, 9000)) AS DECIMAL(18, 2)) AS before_yuan
FROM amounts
WHERE is_altered(
    document_id, statement, CASE statement WHEN 'three_public' THEN fiscal_year END, row_no, code, measure
)
ORDER BY document_id, table_no, row_no, measure

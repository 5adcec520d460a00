-- The total row of each income statement by printed source, long, with its share; at most $most, `found` counts all.
SELECT
    document_id, source, is_subtotal, source_group, amount_yuan, total_yuan, amount_text, unit_text, origin, page, line,
    CAST(count(*) OVER () AS INTEGER) AS found
FROM out_income_sources
WHERE is_total AND source <> 'total' AND ($documents::VARCHAR[] IS NULL OR document_id IN (SELECT unnest($documents::VARCHAR[])))
ORDER BY document_id, table_no, row_no, amount_yuan DESC, source
LIMIT $most

-- Pension-fund subsidies of every document that lists any, under both definitions. Of all documents whatever is chosen: the
-- plan of the view costs more than its rows, so that it is asked once and chosen from.
SELECT
    document_id,
    CAST(sum(amount_yuan) FILTER (definition = 'strict') AS DECIMAL(18, 2)) AS strict_yuan,
    CAST(sum(amount_yuan) FILTER (definition = 'broad') AS DECIMAL(18, 2)) AS broad_yuan
FROM out_pension_subsidy
GROUP BY document_id
ORDER BY document_id

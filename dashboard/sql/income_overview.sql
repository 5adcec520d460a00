-- One row per document: income by kind of source from the total row of its income statement, with what became of that table.
-- Most money first; at most $most, `found` counts all. fiscal_yuan is the printed 财政拨款, else the sum of its printed funds;
-- `sources` counts the rows of the document in income_sources.
WITH chosen AS (
    SELECT d.document_id, d.fiscal_year
    FROM documents AS d
    WHERE ($documents::VARCHAR[] IS NULL OR d.document_id IN (SELECT unnest($documents::VARCHAR[])))
),
totals AS (
    SELECT
        a.document_id,
        max(a.amount_yuan) FILTER (a.measure = 'total') AS total_yuan,
        max(a.amount_yuan) FILTER (a.measure = 'fiscal') AS printed_fiscal_yuan,
        CAST(sum(a.amount_yuan) FILTER (a.measure IN ('general_public', 'government_fund', 'state_capital')) AS DECIMAL(18, 2))
            AS funds_yuan,
        max(a.amount_yuan) FILTER (a.measure = 'carryover') AS carryover_yuan,
        max(a.amount_text) FILTER (a.measure = 'total') AS total_text,
        any_value(a.unit_text) AS unit_text,
        count(*) FILTER (a.measure <> 'total') AS sources,
        min(a.page) AS page,
        min(a.line) AS line
    FROM amounts AS a
    JOIN chosen AS c ON c.document_id = a.document_id AND c.fiscal_year = a.fiscal_year
    WHERE a.statement = 'income' AND a.is_total
    GROUP BY a.document_id
)
SELECT
    c.document_id, s.status, t.total_yuan, coalesce(t.printed_fiscal_yuan, t.funds_yuan) AS fiscal_yuan,
    t.printed_fiscal_yuan IS NULL AND t.funds_yuan IS NOT NULL AS is_summed,
    CAST(coalesce(t.sources, 0) AS INTEGER) AS sources, t.carryover_yuan, t.total_text, t.unit_text, t.page, t.line,
    CAST(count(*) OVER () AS INTEGER) AS found
FROM chosen AS c
LEFT JOIN totals AS t ON t.document_id = c.document_id
LEFT JOIN statements AS s ON s.document_id = c.document_id AND s.statement = 'income'
ORDER BY t.total_yuan DESC NULLS LAST, c.document_id
LIMIT $most

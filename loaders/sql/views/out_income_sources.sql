-- The income statement by source of money, long. `is_total` rows are the whole document; is_subtotal marks sources that
-- contain others (合计, 财政拨款小计, 本年收入小计): never add those to their parts.
SELECT
    d.document_id, d.jurisdiction, d.unit, d.scope, d.parent_unit, d.fiscal_year, d.stage,
    a.code, a.name, a.level, a.parent_code, a.is_total,
    a.measure AS source,
    a.measure IN ('total', 'current_year')
        OR (a.measure = 'fiscal' AND EXISTS (
            SELECT 1 FROM amounts AS part
            WHERE part.document_id = a.document_id AND part.statement = 'income'
                AND part.measure IN ('general_public', 'government_fund', 'state_capital')
        )) AS is_subtotal,
    a.amount_yuan, a.amount_text, a.unit_text, a.origin, a.page, a.line, a.table_no, a.row_no
FROM amounts AS a
JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
WHERE a.statement = 'income'

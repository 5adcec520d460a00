-- The income statement by source of money, long. `is_total` rows are the whole document; is_subtotal marks sources that
-- contain others (合计, 财政拨款小计, 本年收入小计): never add those to their parts.
-- source_group tells what kind of money it is: fiscal (财政拨款), account (财政专户), own (单位资金), carried (上年结转结余).
-- total_yuan is the 合计 of the same row; share_of_row is the source's share of it.
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
    a.amount_yuan, a.amount_text, a.unit_text, a.origin, a.page, a.line, a.table_no, a.row_no,
    CASE
        WHEN a.measure IN ('fiscal', 'general_public', 'government_fund', 'state_capital') THEN 'fiscal'
        WHEN a.measure = 'fiscal_account' THEN 'account'
        WHEN a.measure IN ('carryover', 'prior_surplus') THEN 'carried'
        WHEN a.measure NOT IN ('total', 'current_year') THEN 'own'
    END AS source_group,
    whole.amount_yuan AS total_yuan,
    CAST(CASE WHEN whole.amount_yuan <> 0 THEN a.amount_yuan / whole.amount_yuan END AS DECIMAL(18, 8)) AS share_of_row
FROM amounts AS a
JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
LEFT JOIN amounts AS whole
    ON whole.document_id = a.document_id AND whole.statement = 'income' AND whole.measure = 'total'
    AND whole.fiscal_year = a.fiscal_year AND whole.table_no = a.table_no AND whole.row_no = a.row_no
WHERE a.statement = 'income'

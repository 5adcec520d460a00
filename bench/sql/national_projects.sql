SELECT
    p.document_id, p.project_no, p.name,
    CASE WHEN p.project > 50000 THEN '特定目标类' ELSE '其他运转类' END AS category,
    CAST(100 * (p.project + coalesce(p.own, 0)) AS DECIMAL(18, 2)) AS total_yuan,
    CAST(100 * p.project AS DECIMAL(18, 2)) AS fiscal_yuan,
    CAST(CASE p.fund WHEN 'general_public' THEN 100 * p.project END AS DECIMAL(18, 2)) AS general_public_yuan,
    CAST(CASE p.fund WHEN 'government_fund' THEN 100 * p.project END AS DECIMAL(18, 2)) AS government_fund_yuan,
    CAST(CASE p.fund WHEN 'state_capital' THEN 100 * p.project END AS DECIMAL(18, 2)) AS state_capital_yuan,
    CAST(CASE WHEN NOT t.own_is_carryover THEN 100 * p.own END AS DECIMAL(18, 2)) AS business_yuan,
    CAST(CASE WHEN t.own_is_carryover THEN 100 * p.own END AS DECIMAL(18, 2)) AS carryover_yuan,
    1100 + 1 + p.project_no AS line
FROM named_projects AS p
JOIN docs AS d ON d.document_id = p.document_id
JOIN totals AS t ON t.document_id = p.document_id AND t.years_before = 0
ORDER BY d.place, p.project_no

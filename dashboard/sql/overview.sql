-- One row per document: its total with 基本 and 项目, its pension subsidies under both definitions, its 三公 of the
-- year, and the change of the total on the year before as the narrative says it (where it says one thing only).
SELECT
    d.document_id,
    s.total_yuan, s.basic_yuan, s.project_yuan, s.page, s.line, s.total_text, s.unit_text, s.is_inferred, s.has_mismatch,
    p.strict_yuan, p.broad_yuan,
    t.three_public_yuan,
    n.change_yuan, n.change_page, n.change_line,
    coalesce(e.status, 'absent') AS expenditure_status,
    coalesce(q.status, 'absent') AS three_public_status
FROM documents AS d
LEFT JOIN (SELECT * FROM out_function_spending WHERE is_total) AS s ON s.document_id = d.document_id
LEFT JOIN (
    SELECT
        document_id,
        CAST(sum(amount_yuan) FILTER (definition = 'strict') AS DECIMAL(18, 2)) AS strict_yuan,
        CAST(sum(amount_yuan) FILTER (definition = 'broad') AS DECIMAL(18, 2)) AS broad_yuan
    FROM out_pension_subsidy
    GROUP BY document_id
) AS p ON p.document_id = d.document_id
LEFT JOIN (
    SELECT document_id, max(amount_yuan) AS three_public_yuan
    FROM out_three_public
    WHERE component = 'total' AND place = 'table' AND fiscal_year = document_year
    GROUP BY document_id
) AS t ON t.document_id = d.document_id
LEFT JOIN (
    SELECT
        document_id,
        any_value(change_yuan) AS change_yuan, any_value(page) AS change_page, any_value(line) AS change_line
    FROM narrative
    JOIN documents USING (document_id, fiscal_year)
    WHERE topic = 'totals' AND measure = 'total' AND change_yuan IS NOT NULL
    GROUP BY document_id
    HAVING count(DISTINCT change_yuan) = 1
) AS n ON n.document_id = d.document_id
LEFT JOIN statements AS e ON e.document_id = d.document_id AND e.statement = 'expenditure'
LEFT JOIN statements AS q ON q.document_id = d.document_id AND q.statement = 'three_public'
WHERE list_contains($documents, d.document_id)
ORDER BY d.jurisdiction, d.scope, d.unit, d.fiscal_year DESC, d.stage

-- One row per document: its total with 基本 and 项目, its pension subsidies under both definitions, its 三公 of the
-- year, and the change of the total on the year before with what it rests on.
WITH totals AS (
    SELECT
        a.document_id,
        max(a.amount_yuan) FILTER (a.measure = 'total') AS total_yuan,
        max(a.amount_yuan) FILTER (a.measure = 'basic') AS basic_yuan,
        max(a.amount_yuan) FILTER (a.measure = 'project') AS project_yuan,
        max(a.amount_text) FILTER (a.measure = 'total') AS total_text,
        any_value(a.unit_text) AS unit_text,
        bool_or(a.origin = 'inferred') AS is_inferred,
        min(a.page) AS page, min(a.line) AS line
    FROM amounts AS a
    JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE a.statement = 'expenditure' AND a.is_total AND a.side IS DISTINCT FROM 'income'
        AND list_contains($documents, a.document_id)
    GROUP BY a.document_id, a.table_no, a.row_no
    QUALIFY row_number() OVER (PARTITION BY a.document_id ORDER BY a.table_no, a.row_no) = 1
)
SELECT
    d.document_id,
    s.total_yuan, s.basic_yuan, s.project_yuan, s.page, s.line, s.total_text, s.unit_text, s.is_inferred,
    EXISTS (
        SELECT 1 FROM checks AS c
        WHERE c.document_id = d.document_id AND c.statement = 'expenditure' AND c.outcome = 'mismatch' AND c.code IS NULL
    ) AS has_mismatch,
    p.strict_yuan, p.broad_yuan,
    t.three_public_yuan,
    n.basis AS change_basis, n.prior_yuan, n.change_yuan,
    n.place_document_id AS change_document_id, n.page AS change_page, n.line AS change_line,
    coalesce(e.status, 'absent') AS expenditure_status,
    coalesce(q.status, 'absent') AS three_public_status
FROM documents AS d
LEFT JOIN totals AS s ON s.document_id = d.document_id
LEFT JOIN (
    SELECT
        document_id,
        CAST(sum(amount_yuan) FILTER (definition = 'strict') AS DECIMAL(18, 2)) AS strict_yuan,
        CAST(sum(amount_yuan) FILTER (definition = 'broad') AS DECIMAL(18, 2)) AS broad_yuan
    FROM out_pension_subsidy
    WHERE list_contains($documents, document_id)
    GROUP BY document_id
) AS p ON p.document_id = d.document_id
LEFT JOIN (
    SELECT document_id, max(amount_yuan) AS three_public_yuan
    FROM amounts
    JOIN documents USING (document_id, fiscal_year)
    WHERE statement = 'three_public' AND is_total AND measure = 'total' AND list_contains($documents, document_id)
    GROUP BY document_id
) AS t ON t.document_id = d.document_id
LEFT JOIN out_total_change AS n ON n.document_id = d.document_id
LEFT JOIN statements AS e ON e.document_id = d.document_id AND e.statement = 'expenditure'
LEFT JOIN statements AS q ON q.document_id = d.document_id AND q.statement = 'three_public'
WHERE list_contains($documents, d.document_id)
ORDER BY d.jurisdiction, d.scope, d.unit, d.fiscal_year DESC, d.stage, d.document_id

-- The same subsidy, by code and jurisdiction, one year apart: between documents of one unit, or of a unit and its department.
SELECT
    now.document_id, past.document_id AS past_document_id, now.jurisdiction, now.code, now.name, now.fund,
    past.fiscal_year AS past_year, now.fiscal_year,
    past.amount_yuan AS past_yuan, now.amount_yuan,
    CAST(now.amount_yuan - past.amount_yuan AS DECIMAL(18, 2)) AS change_yuan,
    past.page AS past_page, past.line AS past_line, now.page, now.line,
    now.scope <> past.scope AS scopes_differ
FROM out_pension_subsidy AS now
JOIN out_pension_subsidy AS past
    ON past.jurisdiction = now.jurisdiction AND past.code = now.code AND past.basis = now.basis
    AND past.definition = now.definition AND past.stage = now.stage AND past.fiscal_year = now.fiscal_year - 1
    AND (past.unit = now.unit OR past.parent_unit = now.unit OR past.unit = now.parent_unit)
WHERE now.definition = 'broad' AND now.basis = 'function_code'
    AND list_contains($documents, now.document_id) AND list_contains($documents, past.document_id)
ORDER BY now.jurisdiction, now.code

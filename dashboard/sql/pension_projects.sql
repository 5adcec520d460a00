-- Projects behind the pension figures: those counted by name under `broad`, and those that explain a figure counted by code.
SELECT p.document_id, d.jurisdiction, d.unit, d.fiscal_year, p.project_no, p.code, p.name, p.category, p.total_yuan,
    r.definition AS role, r.fund, p.page, p.line
FROM projects AS p
JOIN documents AS d ON d.document_id = p.document_id
JOIN ref_pension_definition AS r
    ON r.kind = 'project' AND replace(p.name, ' ', '') LIKE r.pattern
WHERE list_contains($documents, p.document_id)
QUALIFY row_number() OVER (PARTITION BY p.document_id, p.project_no ORDER BY r.definition, length(r.pattern) DESC, r.pattern) = 1
ORDER BY d.jurisdiction, p.document_id, p.total_yuan DESC NULLS LAST, p.project_no

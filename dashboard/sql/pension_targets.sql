-- Performance targets of projects that stand behind the pension figures, form by form.
-- project_no is NULL for a form whose project is not among the document's projects (money passed on to lower levels, for one).
SELECT
    t.document_id, t.form_no, t.project_no, t.project_name, t.level1, t.level2, t.level3, t.value_text, r.fund,
    t.page, t.line
FROM targets AS t
JOIN ref_pension_definition AS r ON r.kind = 'project' AND replace(t.project_name, ' ', '') LIKE r.pattern
WHERE list_contains($documents, t.document_id)
QUALIFY row_number() OVER (PARTITION BY t.document_id, t.form_no, t.line, t.level3 ORDER BY r.definition, r.pattern) = 1
ORDER BY t.document_id, t.form_no, t.line

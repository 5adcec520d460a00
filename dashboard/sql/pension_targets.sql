-- Performance targets of projects that stand behind the pension figures. per_head_yuan divides the project's money by a head
-- count where the target gives one in 人; with ≥ or > it is the most that one head can get, and it is rounded to 分;
-- a project for several funds has no such figure.
SELECT
    t.document_id, t.form_no, t.project_no, t.project_name, t.level1, t.level2, t.level3, t.value_text, t.comparator,
    p.total_yuan,
    CASE WHEN t.value_unit = '人' AND t.value_number > 0 AND coalesce(t.comparator, '=') IN ('≥', '>', '=')
        AND r.fund <> 'several_funds'
        THEN CAST(round(p.total_yuan / t.value_number, 2) AS DECIMAL(18, 2)) END AS per_head_yuan,
    t.page, t.line
FROM targets AS t
LEFT JOIN projects AS p ON p.document_id = t.document_id AND p.project_no = t.project_no
JOIN ref_pension_definition AS r ON r.kind = 'project' AND replace(t.project_name, ' ', '') LIKE r.pattern
WHERE list_contains($documents, t.document_id)
QUALIFY row_number() OVER (PARTITION BY t.document_id, t.form_no, t.line, t.level3 ORDER BY r.definition, r.pattern) = 1
ORDER BY t.document_id, t.form_no, t.line

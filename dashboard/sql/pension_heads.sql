-- Head counts among the targets of projects that stand behind the pension figures, each beside its project's money.
-- `persons` is the printed number in 人; is_unit_printed is false where only the name of the indicator says that it counts people.
-- role says by the words of ref_pension_definition whether these are the people who receive the money (`heads`), others (`not_heads`,
-- with the reason in note_zh, note_en), or neither (NULL). Where the document prints another number for the same indicator in
-- another form, that one stands beside the project too, with is_elsewhere and the name of its own project.
WITH projects_behind AS MATERIALIZED (
    SELECT p.document_id, p.project_no, p.name, p.total_yuan, p.page, p.line, r.fund
    FROM projects AS p
    JOIN ref_pension_definition AS r ON r.kind = 'project' AND replace(p.name, ' ', '') LIKE r.pattern
    WHERE list_contains($documents, p.document_id)
    QUALIFY row_number() OVER (
        PARTITION BY p.document_id, p.project_no ORDER BY r.definition, length(r.pattern) DESC, r.pattern
    ) = 1
),
counts AS MATERIALIZED (
    SELECT
        t.document_id, t.project_no, t.form_no, t.project_name, replace(t.level3, ' ', '') AS indicator, t.value_text, t.comparator,
        CAST(t.value_number * CASE WHEN t.value_unit = '万人' THEN 10000 ELSE 1 END AS DECIMAL(24, 6)) AS persons,
        t.value_unit IS NOT NULL AS is_unit_printed, t.page, t.line
    FROM targets AS t
    WHERE list_contains($documents, t.document_id) AND t.value_number > 0
        AND (t.value_unit IN ('人', '万人') OR t.value_unit IS NULL AND replace(t.level3, ' ', '') LIKE '%人数')
),
own AS (
    SELECT p.*, c.form_no, c.indicator
    FROM projects_behind AS p
    JOIN counts AS c ON c.document_id = p.document_id AND c.project_no = p.project_no
),
beside AS (
    SELECT DISTINCT o.document_id, o.project_no, c.form_no, c.line, c.indicator, c.project_no IS DISTINCT FROM o.project_no AS is_elsewhere
    FROM own AS o
    JOIN counts AS c ON c.document_id = o.document_id AND c.indicator = o.indicator
    WHERE c.project_no IS NOT DISTINCT FROM o.project_no OR o.fund <> 'several_funds' AND NOT EXISTS (
        SELECT 1 FROM counts AS same
        WHERE same.document_id = o.document_id AND same.project_no = o.project_no AND same.indicator = c.indicator
            AND same.persons = c.persons AND same.comparator IS NOT DISTINCT FROM c.comparator
    )
)
SELECT
    p.document_id, p.project_no, p.name, p.fund, p.total_yuan, p.page AS project_page, p.line AS project_line,
    c.indicator, c.value_text, c.comparator, c.persons, c.is_unit_printed, b.is_elsewhere, c.project_name,
    r.definition AS role, r.note_zh, r.note_en, c.page, c.line
FROM beside AS b
JOIN projects_behind AS p ON p.document_id = b.document_id AND p.project_no = b.project_no
JOIN counts AS c ON c.document_id = b.document_id AND c.form_no = b.form_no AND c.line IS NOT DISTINCT FROM b.line AND c.indicator = b.indicator
LEFT JOIN ref_pension_definition AS r ON r.kind = 'indicator' AND c.indicator LIKE r.pattern
QUALIFY row_number() OVER (
    PARTITION BY p.document_id, p.project_no, c.form_no, c.line, c.indicator
    ORDER BY r.definition DESC NULLS LAST, length(r.pattern) DESC, r.pattern
) = 1
ORDER BY p.document_id, p.project_no, b.is_elsewhere, c.form_no, c.line

-- The printed figures of one project: its row among the rows of the same name, code and amount, in printed order.
WITH printed AS (
    SELECT
        table_no, row_no,
        row_number() OVER (PARTITION BY name, coalesce(code, ''), amount_yuan ORDER BY table_no, row_no) AS nth,
        name, code, amount_yuan
    FROM amounts
    WHERE document_id = $document AND statement = 'project' AND measure = 'total' AND NOT is_total
),
numbered AS (
    SELECT
        *, row_number() OVER (PARTITION BY name, coalesce(code, ''), total_yuan ORDER BY project_no) AS nth
    FROM projects
    WHERE document_id = $document
)
SELECT a.document_id, a.measure, a.amount_yuan, a.amount_text, a.unit_text, a.origin, a.page, a.line, a.box,
    s.title AS statement_title,
    -- Where there is no table of projects, their money is that of the forms: the title is then that of the first form alone.
    EXISTS (
        SELECT 1 FROM targets AS t
        WHERE t.document_id = a.document_id AND t.project_no = p.project_no AND t.level1 = '项目资金'
            AND t.line = a.line AND t.page IS NOT DISTINCT FROM a.page
    ) AS is_of_form
FROM numbered AS p
JOIN printed AS r
    ON r.name = p.name AND coalesce(r.code, '') = coalesce(p.code, '') AND r.amount_yuan = p.total_yuan AND r.nth = p.nth
JOIN amounts AS a
    ON a.document_id = p.document_id AND a.statement = 'project' AND a.table_no = r.table_no AND a.row_no = r.row_no
LEFT JOIN statements AS s ON s.document_id = a.document_id AND s.statement = 'project'
WHERE p.project_no = $project_no
ORDER BY CASE a.measure WHEN 'total' THEN 1 WHEN 'fiscal' THEN 2 ELSE 3 END, a.amount_yuan DESC, a.measure

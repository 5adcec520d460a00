-- Projects with the number of their performance targets; blank money is NULL, never zero.
-- project_spending_yuan is the 项目支出 of the document's expenditure statement (its total row), which a project's share is of.
-- total_text is the project's amount as printed, where the printed row could be found again.
WITH printed AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY document_id, name, coalesce(code, ''), amount_yuan ORDER BY table_no, row_no
        ) AS nth
    FROM amounts
    WHERE statement = 'project' AND measure = 'total' AND NOT is_total
),
numbered AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY document_id, name, coalesce(code, ''), total_yuan ORDER BY project_no) AS nth
    FROM projects
)
SELECT
    d.jurisdiction, d.unit, d.scope, d.parent_unit, d.fiscal_year, d.stage,
    p.* EXCLUDE (nth),
    (
        SELECT count(*) FROM targets AS t
        WHERE t.document_id = p.document_id AND t.project_no = p.project_no
    ) AS target_count,
    (
        SELECT count(DISTINCT t.form_no) FROM targets AS t
        WHERE t.document_id = p.document_id AND t.project_no = p.project_no
    ) AS form_count,
    s.amount_yuan AS project_spending_yuan,
    CAST(CASE WHEN s.amount_yuan <> 0 THEN p.total_yuan / s.amount_yuan END AS DECIMAL(18, 8)) AS share_of_project_spending,
    a.amount_text AS total_text, a.unit_text, a.origin, a.box
FROM numbered AS p
JOIN documents AS d ON d.document_id = p.document_id
LEFT JOIN printed AS a
    ON a.document_id = p.document_id AND a.name = p.name AND coalesce(a.code, '') = coalesce(p.code, '')
    AND a.amount_yuan = p.total_yuan AND a.nth = p.nth
LEFT JOIN (
    SELECT document_id, fiscal_year, any_value(amount_yuan) AS amount_yuan
    FROM amounts
    WHERE statement = 'expenditure' AND measure = 'project' AND is_total AND side IS DISTINCT FROM 'income'
    GROUP BY document_id, fiscal_year
) AS s ON s.document_id = p.document_id AND s.fiscal_year = d.fiscal_year

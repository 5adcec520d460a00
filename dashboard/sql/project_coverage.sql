-- Each document's projects beside its 项目支出, and how its target forms and projects meet; most project money first, at most
-- $most, `found` counts all.
WITH listed AS (
    SELECT document_id, count(*) AS projects, sum(total_yuan) AS projects_yuan
    FROM projects
    WHERE ($documents::VARCHAR[] IS NULL OR document_id IN (SELECT unnest($documents::VARCHAR[])))
    GROUP BY document_id
),
chosen AS (
    SELECT d.document_id, d.fiscal_year, l.* EXCLUDE (document_id), CAST(count(*) OVER () AS INTEGER) AS found
    FROM documents AS d
    LEFT JOIN listed AS l ON l.document_id = d.document_id
    WHERE ($documents::VARCHAR[] IS NULL OR d.document_id IN (SELECT unnest($documents::VARCHAR[])))
    ORDER BY l.projects_yuan DESC NULLS LAST, d.document_id
    LIMIT $most
),
forms AS (
    SELECT document_id, count(DISTINCT form_no) AS forms,
        count(DISTINCT form_no) FILTER (project_no IS NULL) AS loose_forms,
        count(DISTINCT project_no) AS projects_with_form, count(*) FILTER (level1 <> '项目资金') AS targets
    FROM targets SEMI JOIN chosen USING (document_id)
    GROUP BY document_id
),
spending AS (
    SELECT a.document_id, any_value(a.amount_yuan) AS project_spending_yuan, min(a.page) AS page, min(a.line) AS line
    FROM amounts AS a
    JOIN chosen AS c ON c.document_id = a.document_id AND c.fiscal_year = a.fiscal_year
    WHERE a.statement = 'expenditure' AND a.measure = 'project' AND a.is_total AND a.side IS DISTINCT FROM 'income'
    GROUP BY a.document_id
)
SELECT
    c.document_id, s.status, s.note,
    CAST(coalesce(c.projects, 0) AS INTEGER) AS projects,
    CAST(c.projects_yuan AS DECIMAL(18, 2)) AS projects_yuan,
    x.project_spending_yuan,
    CAST(x.project_spending_yuan - c.projects_yuan AS DECIMAL(18, 2)) AS difference_yuan,
    CAST(coalesce(f.forms, 0) AS INTEGER) AS forms,
    CAST(coalesce(f.loose_forms, 0) AS INTEGER) AS loose_forms,
    CAST(coalesce(c.projects, 0) - coalesce(f.projects_with_form, 0) AS INTEGER) AS formless_projects,
    CAST(coalesce(f.targets, 0) AS INTEGER) AS targets,
    x.page, x.line, c.found
FROM chosen AS c
LEFT JOIN forms AS f ON f.document_id = c.document_id
LEFT JOIN spending AS x ON x.document_id = c.document_id
LEFT JOIN statements AS s ON s.document_id = c.document_id AND s.statement = 'project'
ORDER BY c.projects_yuan DESC NULLS LAST, c.document_id

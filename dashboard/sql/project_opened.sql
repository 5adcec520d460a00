-- One project with the 项目支出 of its document, and how many others of the same document have its name.
SELECT
    p.*,
    (
        SELECT any_value(a.amount_yuan) FROM amounts AS a
        JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
        WHERE a.document_id = $document AND a.statement = 'expenditure' AND a.measure = 'project' AND a.is_total
            AND a.side IS DISTINCT FROM 'income'
    ) AS project_spending_yuan,
    CAST((SELECT count(*) - 1 FROM projects AS o WHERE o.document_id = $document AND o.name = p.name) AS INTEGER) AS namesakes
FROM projects AS p
WHERE p.document_id = $document AND p.project_no = $project_no

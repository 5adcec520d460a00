-- The figures on both sides of one identity, in their order, with the table or the sentence that prints each.
WITH chosen AS (
    SELECT *, rowid AS position
    FROM check_operands
    WHERE document_id = $document AND check_no = $check_no
),
figures AS (
    SELECT a.document_id, a.figure_no, a.statement, a.fiscal_year, a.code, a.name, a.box
    FROM amounts AS a
    WHERE a.document_id IN (SELECT c.source_document_id FROM chosen AS c)
),
sentences AS (
    SELECT n.document_id, n.fact_no, n.fiscal_year, n.text
    FROM narrative AS n
    WHERE n.document_id IN (SELECT c.source_document_id FROM chosen AS c)
)
SELECT
    c.role, c.sign, c.label, c.amount_yuan, c.amount_text, c.unit_text, c.source, c.source_document_id AS document_id,
    CASE c.source WHEN 'amounts' THEN a.statement WHEN 'projects' THEN 'project' ELSE c.source END AS statement,
    coalesce(s.title, '') AS statement_title,
    trim(concat_ws(' ', a.code, a.name)) AS printed_row,
    coalesce(a.fiscal_year, n.fiscal_year) AS fiscal_year,
    coalesce(n.text, '') AS sentence,
    c.page, c.line, a.box
FROM chosen AS c
LEFT JOIN figures AS a ON c.source = 'amounts' AND a.document_id = c.source_document_id AND a.figure_no = c.source_no
LEFT JOIN sentences AS n ON c.source = 'narrative' AND n.document_id = c.source_document_id AND n.fact_no = c.source_no
LEFT JOIN statements AS s ON s.document_id = c.source_document_id AND s.statement = a.statement
ORDER BY CASE c.role WHEN 'left' THEN 1 WHEN 'right' THEN 2 ELSE 3 END, c.position

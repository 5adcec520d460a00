-- The figures of the chosen documents that a reader should not take as they stand, each with the reason, hardest first:
-- what the view out_figure_marks says, read for few of very many documents. Identities go over documents of one
-- jurisdiction at most, so that those of the others are not looked at. A row is named by
-- its own first place, as in the other questions.
WITH chosen AS (SELECT document_id, jurisdiction FROM documents WHERE list_contains($documents, document_id)),
near AS (
    SELECT d.document_id FROM documents AS d
    WHERE d.jurisdiction IN (SELECT c.jurisdiction FROM chosen AS c)
),
failing AS MATERIALIZED (
    SELECT
        c.document_id, c.check_no, c.difference_yuan, c.rule || ' ' || c.message AS reason,
        CASE r.severity WHEN 'hard' THEN 'mismatch' ELSE 'alert' END AS mark
    FROM checks AS c
    SEMI JOIN near AS n ON n.document_id = c.document_id
    JOIN rules AS r ON r.rule = c.rule
    WHERE c.outcome = 'mismatch'
),
taking_part AS (
    SELECT
        o.source_document_id AS document_id, o.source_no AS figure_no, f.mark,
        count(DISTINCT (f.document_id, f.check_no)) AS checks,
        max(abs(f.difference_yuan)) AS largest_difference_yuan,
        string_agg(DISTINCT f.reason, chr(10)) AS reason
    FROM check_operands AS o
    JOIN failing AS f ON f.document_id = o.document_id AND f.check_no = o.check_no
    WHERE o.source = 'amounts' AND o.source_document_id IN (SELECT c.document_id FROM chosen AS c)
    GROUP BY o.source_document_id, o.source_no, f.mark
),
figures AS (
    SELECT
        a.*,
        min(a.page) OVER printed_row AS row_page,
        min(a.line) OVER printed_row AS row_line
    FROM amounts AS a
    SEMI JOIN chosen AS c ON c.document_id = a.document_id
    WINDOW printed_row AS (PARTITION BY a.document_id, a.statement, a.table_no, a.row_no)
),
reasons AS (
    SELECT p.document_id, p.statement, p.page, p.line, string_agg(DISTINCT p.reason, chr(10)) AS reason
    FROM repairs AS p
    SEMI JOIN chosen AS c ON c.document_id = p.document_id
    GROUP BY p.document_id, p.statement, p.page, p.line
),
marked AS (
    SELECT
        a.document_id, a.figure_no, a.statement, a.fiscal_year, a.side, a.code, a.name, a.is_total, a.measure, a.table_no,
        a.row_no, a.row_page, a.row_line, a.page, a.line, t.mark, t.checks, t.largest_difference_yuan, t.reason
    FROM taking_part AS t
    JOIN figures AS a ON a.document_id = t.document_id AND a.figure_no = t.figure_no
    UNION ALL
    SELECT
        a.document_id, a.figure_no, a.statement, a.fiscal_year, a.side, a.code, a.name, a.is_total, a.measure, a.table_no,
        a.row_no, a.row_page, a.row_line, a.page, a.line, 'inferred', 0, NULL, coalesce(p.reason, '')
    FROM figures AS a
    LEFT JOIN reasons AS p
        ON p.document_id = a.document_id AND p.statement = a.statement AND p.line IS NOT DISTINCT FROM a.line
        AND p.page IS NOT DISTINCT FROM a.page
    WHERE a.origin = 'inferred'
)
SELECT * REPLACE (CAST(checks AS INTEGER) AS checks)
FROM marked
ORDER BY document_id, CASE mark WHEN 'mismatch' THEN 1 WHEN 'alert' THEN 2 ELSE 3 END, table_no, row_no, figure_no

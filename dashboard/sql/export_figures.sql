-- Every figure of the chosen documents with its place of print, and why a reader should not take it as it stands: the
-- identities it takes part in that do not hold, one a line, of rules that must (`mismatch`) and of those that only call
-- attention (`alert`). The row's own first place is what the other questions name a row by.
WITH marked AS (
    SELECT
        document_id, figure_no,
        string_agg(reason, chr(10)) FILTER (mark = 'mismatch') AS mismatch,
        string_agg(reason, chr(10)) FILTER (mark = 'alert') AS alert
    FROM figure_marks
    WHERE list_contains($documents, document_id)
    GROUP BY document_id, figure_no
)
SELECT
    a.document_id, a.statement, a.fiscal_year, a.code, a.name, a.measure, a.amount_yuan, a.amount_text, a.unit_text, a.origin,
    a.page, a.line, m.mismatch, m.alert,
    min(a.page) OVER printed_row AS row_page,
    min(a.line) OVER printed_row AS row_line
FROM amounts AS a
LEFT JOIN marked AS m ON m.document_id = a.document_id AND m.figure_no = a.figure_no
WHERE list_contains($documents, a.document_id)
WINDOW printed_row AS (PARTITION BY a.document_id, a.statement, a.table_no, a.row_no)
ORDER BY a.document_id, a.figure_no

-- The figures that a reader should not take as they stand, each with the reason: those that take part in an identity
-- that does not hold (`mismatch`; `alert` where the rule is soft), and those whose column was inferred (`inferred`).
-- A row is named by its own first place, as in what the pages ask. Few are marked: rows are looked up last.
INSERT INTO figure_marks BY NAME
WITH failing AS MATERIALIZED (
    SELECT
        c.document_id, c.check_no, c.difference_yuan, c.rule || ' ' || c.message AS reason,
        CASE r.severity WHEN 'hard' THEN 'mismatch' ELSE 'alert' END AS mark
    FROM checks AS c
    SEMI JOIN doc USING (document_id)
    JOIN rules AS r ON r.rule = c.rule
    WHERE c.outcome = 'mismatch'
),
taking_part AS (
    SELECT
        o.source_document_id AS document_id, o.source_no AS figure_no, f.mark,
        count(DISTINCT (f.document_id, f.check_no)) AS checks,
        max(abs(f.difference_yuan)) AS largest_difference_yuan,
        string_agg(DISTINCT f.reason, chr(10) ORDER BY f.reason) AS reason
    FROM check_operands AS o
    JOIN failing AS f ON f.document_id = o.document_id AND f.check_no = o.check_no
    WHERE o.source = 'amounts'
    GROUP BY o.source_document_id, o.source_no, f.mark
),
inferred AS (
    SELECT
        a.document_id, a.figure_no, 'inferred' AS mark, 0 AS checks, NULL AS largest_difference_yuan,
        coalesce(string_agg(DISTINCT p.reason, chr(10) ORDER BY p.reason), '') AS reason
    FROM amounts AS a
    SEMI JOIN doc USING (document_id)
    LEFT JOIN repairs AS p
        ON p.document_id = a.document_id AND p.statement = a.statement AND p.line IS NOT DISTINCT FROM a.line
        AND p.page IS NOT DISTINCT FROM a.page
    WHERE a.origin = 'inferred'
    GROUP BY a.document_id, a.figure_no
),
marked AS MATERIALIZED (
    FROM taking_part
    UNION ALL BY NAME
    FROM inferred
),
figures AS MATERIALIZED (
    SELECT a.* FROM amounts AS a
    SEMI JOIN marked AS m ON m.document_id = a.document_id AND m.figure_no = a.figure_no
),
printed_rows AS (
    SELECT a.document_id, a.statement, a.table_no, a.row_no, min(a.page) AS row_page, min(a.line) AS row_line
    FROM amounts AS a
    SEMI JOIN figures AS f
        ON f.document_id = a.document_id AND f.statement = a.statement AND f.table_no = a.table_no AND f.row_no = a.row_no
    GROUP BY a.document_id, a.statement, a.table_no, a.row_no
)
SELECT
    m.document_id, m.figure_no, m.mark, m.checks, m.largest_difference_yuan, m.reason,
    f.statement, f.fiscal_year, f.side, f.code, f.name, f.is_total, f.measure, f.table_no, f.row_no,
    f.amount_yuan, f.amount_text, r.row_page, r.row_line, f.page, f.line
FROM marked AS m
JOIN figures AS f ON f.document_id = m.document_id AND f.figure_no = m.figure_no
JOIN printed_rows AS r
    ON r.document_id = f.document_id AND r.statement = f.statement AND r.table_no = f.table_no AND r.row_no = f.row_no
ORDER BY m.document_id, CASE m.mark WHEN 'mismatch' THEN 1 WHEN 'alert' THEN 2 ELSE 3 END, f.table_no, f.row_no, f.figure_no;

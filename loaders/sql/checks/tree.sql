-- The rows of the coded tables as trees. A table continued on the next page may carry another number and repeat its
-- total row: it is one table (`part` 0) unless the total rows of its parts differ.
CREATE OR REPLACE TABLE checking.tree_row AS
WITH lines AS (
    SELECT
        document_id, statement, table_no, row_no, side,
        any_value(code) AS code, any_value(gov_code) AS gov_code, any_value(level) AS level,
        bool_or(is_total) AS is_total, any_value(subject) AS subject, any_value(statement_label) AS statement_label,
        any_value(document_year) AS document_year,
        string_agg(concat_ws(' ', fiscal_year, measure, figure.yuan), ';' ORDER BY fiscal_year, measure) AS signature,
        min(figure.page) AS page, min(figure.line) AS line, min(figure_no) AS figure_no
    FROM fig
    WHERE statement IN (
        'income', 'expenditure', 'general_public', 'government_fund', 'state_capital', 'basic_economic',
        'basic_economic_by_source', 'procurement'
    )
    GROUP BY document_id, statement, table_no, row_no, side
),
tables AS (
    SELECT document_id, statement, table_no, string_agg(signature, '|' ORDER BY row_no) AS totals
    FROM lines WHERE is_total
    GROUP BY document_id, statement, table_no
),
differing AS (
    SELECT document_id, statement FROM tables GROUP BY document_id, statement HAVING count(DISTINCT totals) > 1
),
placed AS (
    SELECT
        l.*, CASE WHEN d.document_id IS NULL THEN 0 ELSE l.table_no END AS part,
        row_number() OVER (PARTITION BY l.document_id, l.statement ORDER BY l.table_no, l.row_no, l.side) AS ord
    FROM lines AS l
    LEFT JOIN differing AS d ON d.document_id = l.document_id AND d.statement = l.statement
),
candidates AS (
    SELECT
        *,
        max(CASE WHEN level = 1 AND NOT is_total THEN ord END) OVER above AS last_1,
        max(CASE WHEN level = 2 AND NOT is_total THEN ord END) OVER above AS last_2,
        max(CASE WHEN NOT is_total THEN level END) OVER (PARTITION BY document_id, statement, part) AS depth,
        min(ord) OVER (PARTITION BY document_id, statement, part, is_total, signature) AS first_ord
    FROM placed
    WINDOW above AS (
        PARTITION BY document_id, statement, part ORDER BY ord ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
)
SELECT
    c.* EXCLUDE (last_1, last_2, first_ord, signature),
    CASE
        WHEN c.is_total OR c.level IS NULL OR c.level = 1 THEN NULL
        WHEN c.level = 3 AND two.ord > coalesce(c.last_1, 0) AND is_under(c.code, two.code) THEN two.ord
        WHEN is_under(c.code, one.code) THEN one.ord
    END AS parent_ord
FROM candidates AS c
LEFT JOIN placed AS one ON one.document_id = c.document_id AND one.statement = c.statement AND one.ord = c.last_1
LEFT JOIN placed AS two ON two.document_id = c.document_id AND two.statement = c.statement AND two.ord = c.last_2
WHERE NOT c.is_total OR c.ord = c.first_ord;

-- Who adds up to whom: the rows below a row, and the 类 below each total row; where no 类 is printed, the rows whose
-- parent is not.
CREATE OR REPLACE TABLE checking.tree_link AS
SELECT document_id, statement, part, parent_ord, ord AS child_ord, level AS child_level
FROM tree_row WHERE parent_ord IS NOT NULL
UNION ALL
SELECT t.document_id, t.statement, t.part, t.ord, c.ord, c.level
FROM tree_row AS t
JOIN tree_row AS c ON c.document_id = t.document_id AND c.statement = t.statement AND c.part = t.part
    AND NOT c.is_total AND c.parent_ord IS NULL
    AND (c.level = 1 OR NOT EXISTS (
        FROM tree_row AS r
        WHERE r.document_id = t.document_id AND r.statement = t.statement AND r.part = t.part AND r.level = 1
    ))
WHERE t.is_total AND c.level IS NOT NULL;

CREATE OR REPLACE TABLE checking.tree_parent AS
SELECT
    t.*, coalesce(k.children, 0) AS children, k.below,
    CASE WHEN t.is_total THEN (
        SELECT count(*) FROM tree_row AS o
        WHERE o.document_id = t.document_id AND o.statement = t.statement AND o.part = t.part
            AND NOT o.is_total AND o.level > 1 AND o.parent_ord IS NULL
    ) ELSE 0 END AS orphans
FROM tree_row AS t
LEFT JOIN (
    SELECT document_id, statement, parent_ord, count(*) AS children,
        string_agg(DISTINCT CASE child_level WHEN 1 THEN '类' WHEN 2 THEN '款' ELSE '项' END, '、') AS below
    FROM tree_link GROUP BY document_id, statement, parent_ord
) AS k ON k.document_id = t.document_id AND k.statement = t.statement AND k.parent_ord = t.ord
WHERE t.depth IS NOT NULL AND (t.is_total OR (t.level < t.depth));

CREATE OR REPLACE TABLE checking.tree_figure AS
SELECT t.part, t.ord, f.*
FROM tree_row AS t
JOIN fig AS f ON f.document_id = t.document_id AND f.statement = t.statement AND f.table_no = t.table_no
    AND f.row_no = t.row_no AND f.side IS NOT DISTINCT FROM t.side;

-- Every printed row of `expenditure` (subtotals and leaves) with its measures side by side.
-- Subtotals never add to their parts: sum only rows with is_leaf, or read the row with is_total.
-- residual_yuan = the row's total − Σ of the totals one level below (NULL for leaves).
WITH figures AS (
    SELECT a.*
    FROM amounts AS a
    JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE a.statement = 'expenditure' AND a.side IS DISTINCT FROM 'income'
),
lines AS (
    SELECT
        document_id, table_no, row_no,
        any_value(code) AS code,
        any_value(name) AS name,
        any_value(level) AS level,
        any_value(parent_code) AS parent_code,
        bool_or(is_total) AS is_total,
        max(amount_yuan) FILTER (measure = 'total') AS total_yuan,
        max(amount_yuan) FILTER (measure = 'basic') AS basic_yuan,
        max(amount_yuan) FILTER (measure = 'project') AS project_yuan,
        max(amount_yuan) FILTER (measure = 'operating') AS operating_yuan,
        max(amount_yuan) FILTER (measure = 'remitted') AS remitted_yuan,
        max(amount_yuan) FILTER (measure = 'subsidy') AS subsidy_yuan,
        max(amount_yuan) FILTER (measure = 'carryforward') AS carryforward_yuan,
        max(amount_text) FILTER (measure = 'total') AS total_text,
        max(amount_text) FILTER (measure = 'basic') AS basic_text,
        max(amount_text) FILTER (measure = 'project') AS project_text,
        any_value(unit_text) AS unit_text,
        bool_or(origin = 'inferred') AS is_inferred,
        min(page) AS page,
        min(line) AS line
    FROM figures
    GROUP BY document_id, table_no, row_no
),
sums AS (
    SELECT
        parent.document_id, parent.table_no, parent.row_no,
        sum(child.total_yuan) AS children_yuan
    FROM lines AS parent
    JOIN lines AS child
        ON child.document_id = parent.document_id
        AND NOT child.is_total
        AND CASE WHEN parent.is_total THEN child.level = 1 ELSE child.parent_code = parent.code END
    GROUP BY parent.document_id, parent.table_no, parent.row_no
),
-- A row is marked where one of its figures takes part in an identity of a hard rule that does not hold.
marked AS (
    SELECT DISTINCT document_id, table_no, row_no
    FROM figure_marks
    WHERE mark = 'mismatch' AND statement = 'expenditure'
)
SELECT
    d.document_id, d.jurisdiction, d.unit, d.scope, d.parent_unit, d.fiscal_year, d.stage,
    l.code, l.name, l.level, l.parent_code, l.is_total,
    s.children_yuan IS NULL AS is_leaf,
    l.total_yuan, l.basic_yuan, l.project_yuan,
    l.operating_yuan, l.remitted_yuan, l.subsidy_yuan, l.carryforward_yuan,
    CAST(CASE WHEN l.total_yuan <> 0 THEN coalesce(l.project_yuan, 0) / l.total_yuan END AS DECIMAL(18, 8)) AS project_share,
    CAST(s.children_yuan AS DECIMAL(18, 2)) AS children_yuan,
    CAST(l.total_yuan - s.children_yuan AS DECIMAL(18, 2)) AS residual_yuan,
    l.total_text, l.basic_text, l.project_text, l.unit_text,
    l.is_inferred,
    m.document_id IS NOT NULL AS has_mismatch,
    l.page, l.line, l.table_no, l.row_no
FROM lines AS l
JOIN documents AS d ON d.document_id = l.document_id
LEFT JOIN marked AS m ON m.document_id = l.document_id AND m.table_no = l.table_no AND m.row_no = l.row_no
LEFT JOIN sums AS s ON s.document_id = l.document_id AND s.table_no = l.table_no AND s.row_no = l.row_no

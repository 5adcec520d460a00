-- Rows that add up across their columns, by the sums of the dialect: 合计 = Σ sources, 财政拨款 = Σ funds. A part that
-- a row does not print is replaced by its own parts, so that nothing is counted twice and nothing left out.
CREATE OR REPLACE TABLE checking.sum_part AS
SELECT split_part(key, '/', 1) AS statement, split_part(key, '/', 2) AS whole, label AS part
FROM word WHERE kind = 'sum';

CREATE OR REPLACE TABLE checking.sum_line AS
SELECT *, dense_rank() OVER (ORDER BY statement, measures) AS shape
FROM (
    SELECT
        f.document_id, f.statement, f.table_no, f.row_no, f.fiscal_year,
        list_sort(list_distinct(list(f.measure))) AS measures,
        count(*) > len(list_distinct(list(f.measure))) AS repeated,
        bool_or(u.key IS NOT NULL AND f.figure.yuan <> 0)
            AND bool_or(f.measure IN (SELECT key FROM word WHERE kind = 'umbrella') AND f.figure.yuan <> 0)
            AS doubled
    FROM fig AS f
    LEFT JOIN word AS u ON u.kind = 'umbrella' AND u.label = f.measure
    WHERE f.statement IN (SELECT statement FROM sum_part) AND f.side IS DISTINCT FROM 'income'
    GROUP BY f.document_id, f.statement, f.table_no, f.row_no, f.fiscal_year
);

-- What each set of printed measures adds up to: few sets, whatever the number of rows.
CREATE OR REPLACE TABLE checking.sum_shape AS
WITH RECURSIVE shape AS (
    SELECT DISTINCT shape, statement, measures FROM sum_line
),
reached AS (
    SELECT s.shape, s.statement, s.measures, p.whole, p.part
    FROM shape AS s
    JOIN sum_part AS p USING (statement)
    UNION
    SELECT r.shape, r.statement, r.measures, r.whole, p.part
    FROM reached AS r
    JOIN sum_part AS p ON p.statement = r.statement AND p.whole = r.part
    WHERE NOT list_contains(r.measures, r.part)
)
SELECT shape, whole, part AS measure, 'right' AS role FROM reached WHERE list_contains(measures, part)
UNION ALL
SELECT DISTINCT shape, whole, whole, 'left' FROM reached WHERE list_contains(measures, whole);

-- Which sums a table can make at all: it has a column for the whole, and for one of its parts.
CREATE OR REPLACE TABLE checking.sum_column AS
WITH RECURSIVE below AS (
    SELECT statement, whole, part FROM sum_part
    UNION
    SELECT b.statement, b.whole, p.part
    FROM below AS b
    JOIN sum_part AS p ON p.statement = b.statement AND p.whole = b.part
)
SELECT
    c.document_id, c.statement, b.whole,
    any_value(c.statement_label) AS statement_label, bool_or(list_contains(c.measures, b.part)) AS has_parts
FROM columns_of AS c
JOIN below AS b USING (statement)
WHERE b.whole = 'total' OR list_contains(c.measures, b.whole)
GROUP BY c.document_id, c.statement, b.whole;

-- Tables with columns beneath 上年结转 that are no measure of their own and were left over (loaders.header says so): their
-- totals hold money that is not among the figures, unless the row prints 上年结转 as a whole.
CREATE OR REPLACE TABLE checking.unread_part AS
SELECT DISTINCT s.document_id, s.statement
FROM statements AS s
JOIN doc AS d USING (document_id)
JOIN leftovers AS l ON l.document_id = s.document_id AND l.title = s.title
WHERE contains(l.reason, '之下的细分不是单独的口径');

CREATE OR REPLACE TABLE checking.row_sum AS
SELECT
    f.document_id, concat_ws('/', f.statement, f.table_no, f.row_no, f.fiscal_year, s.whole) AS anchor,
    f.statement, f.code, s.whole AS measure, f.fiscal_year,
    in_year(f.fiscal_year, f.document_year, f.subject) AS subject,
    s.role, f.measure_label AS label, f.figure, f.figure_no AS ord,
    CASE
        WHEN l.repeated THEN '同一行的同一口径印出不止一个数字'
        WHEN l.doubled THEN '单位资金与其所含的各项收入并列印出，无从判断是否重复'
        WHEN u.statement IS NOT NULL AND NOT list_contains(l.measures, 'carryover') THEN '上年结转之下的各列未载入'
    END AS missing
FROM fig AS f
JOIN sum_line AS l USING (document_id, statement, table_no, row_no, fiscal_year)
JOIN sum_shape AS s ON s.shape = l.shape AND s.measure = f.measure
JOIN sum_column AS c ON c.document_id = f.document_id AND c.statement = f.statement AND c.whole = s.whole
LEFT JOIN unread_part AS u ON u.document_id = f.document_id AND u.statement = f.statement
WHERE c.has_parts AND f.side IS DISTINCT FROM 'income'
UNION ALL BY NAME
SELECT
    document_id, concat_ws('/', statement, 'no parts', whole) AS anchor, statement, 'not_applicable' AS role,
    statement_label || '没有印出' || coalesce(w.label, whole) || '的各项' AS label
FROM sum_column
LEFT JOIN word AS w ON w.kind = 'measure' AND w.key = whole
WHERE NOT has_parts;

-- Final accounts print one column, and beneath it the total of 人员经费 and the total of 公用经费.
CREATE OR REPLACE TABLE checking.split_total AS
SELECT t.*
FROM total AS t
JOIN columns_of AS c USING (document_id, statement)
WHERE t.statement = 'basic_economic' AND t.measure IN ('personnel', 'public')
    AND NOT list_has_any(c.measures, ['personnel', 'public']);

-- Tables without codes: rows, some of which may be sums of others (小计, or the name of a category). Where such a row
-- stands first, each holds the rows after it; where one stands last, those before it; otherwise nobody can tell.
CREATE OR REPLACE TABLE checking.plain_row AS
WITH named AS (
    SELECT r.*, regexp_matches(r.bare_name, p.label) AS is_subtotal
    FROM (
        SELECT document_id, statement, table_no, row_no, any_value(name) AS name, any_value(bare_name) AS bare_name
        FROM fig
        WHERE statement IN ('project', 'procurement') AND NOT is_total AND fiscal_year = document_year
        GROUP BY document_id, statement, table_no, row_no
    ) AS r
    JOIN word AS p ON p.kind = 'pattern' AND p.key = 'subtotal'
)
SELECT
    *,
    first_value(is_subtotal) OVER whole AS heads,
    last_value(is_subtotal) OVER whole AS tails,
    bool_or(is_subtotal) OVER (PARTITION BY document_id, statement) AS subtotals,
    CASE
        WHEN first_value(is_subtotal) OVER whole THEN count(*) FILTER (is_subtotal) OVER (
            PARTITION BY document_id, statement ORDER BY table_no, row_no
        )
        ELSE count(*) FILTER (is_subtotal) OVER (
            PARTITION BY document_id, statement ORDER BY table_no, row_no
            ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
        )
    END AS part
FROM named
WINDOW whole AS (
    PARTITION BY document_id, statement ORDER BY table_no, row_no
    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
);

-- Rows that hold one another without saying so, such as a unit above its projects: together they are the total twice,
-- or more often.
CREATE OR REPLACE TABLE checking.nested_list AS
SELECT t.document_id, t.statement, t.measure, '各行之和恰为合计的 ' || (s.amount / t.figure.yuan)::INTEGER
    || ' 倍，行之间可能互相包含' AS doubt
FROM total AS t
JOIN (
    SELECT f.document_id, f.statement, f.measure, sum(f.figure.yuan) AS amount
    FROM fig AS f
    JOIN plain_row AS r USING (document_id, statement, table_no, row_no)
    WHERE NOT r.is_subtotal
    GROUP BY f.document_id, f.statement, f.measure
) AS s USING (document_id, statement, measure)
WHERE t.figure.yuan > 0 AND s.amount > t.figure.yuan AND s.amount % t.figure.yuan = 0;

-- The total row and the subtotals of tables without codes against their rows, column by column.
CREATE OR REPLACE TABLE checking.list_sum AS
WITH kept AS (
    SELECT document_id, statement FROM fig
    WHERE statement IN ('project', 'procurement')
    GROUP BY document_id, statement
    -- a procurement table by code is a tree; a project's code is no place in a tree
    HAVING statement = 'project' OR count(code) = 0
),
cells AS (
    SELECT f.*, r.is_subtotal, r.subtotals, r.heads, r.tails, r.part
    FROM fig AS f
    JOIN kept AS k USING (document_id, statement)
    JOIN plain_row AS r USING (document_id, statement, table_no, row_no)
),
counted AS (
    SELECT document_id, statement, count(*) AS items, count(*) FILTER (is_subtotal) AS groups
    FROM plain_row GROUP BY document_id, statement
),
grouped AS (
    SELECT document_id, statement, part, count(*) FILTER (NOT is_subtotal) AS items
    FROM plain_row WHERE subtotals GROUP BY document_id, statement, part
)
SELECT
    t.document_id, concat_ws('/', t.statement, 'total', t.measure) AS anchor, t.statement, t.measure, t.fiscal_year,
    t.statement_label || '合计行' AS subject, 'left' AS role, t.measure_label AS label, t.figure, 0 AS ord,
    CASE WHEN n.groups > 0 THEN n.groups || ' 个小计之和' ELSE n.items || ' 行之和' END AS right_label,
    CASE WHEN t.variants > 1 THEN '合计行印出不止一个数字' WHEN n.groups = 0 THEN d.doubt END AS missing
FROM total AS t
LEFT JOIN nested_list AS d USING (document_id, statement, measure)
JOIN kept AS k USING (document_id, statement)
JOIN counted AS n USING (document_id, statement)
UNION ALL BY NAME
SELECT
    document_id, concat_ws('/', statement, 'total', measure) AS anchor, statement, measure, fiscal_year,
    statement_label || '合计行' AS subject, 'right' AS role, name AS label, figure, figure_no AS ord,
    CASE WHEN subtotals AND NOT heads AND NOT tails THEN '小计与所属各行的次序不明' END AS missing
FROM cells
WHERE (is_subtotal OR NOT subtotals)
    AND EXISTS (FROM total AS t WHERE t.document_id = cells.document_id AND t.statement = cells.statement)
UNION ALL BY NAME
SELECT
    c.document_id, concat_ws('/', c.statement, 'part', c.part, c.measure) AS anchor, c.statement, c.measure,
    c.fiscal_year,
    min_by(c.subject, (NOT c.is_subtotal, c.figure_no)) OVER (PARTITION BY c.document_id, c.statement, c.part) AS subject,
    CASE WHEN c.is_subtotal THEN 'left' ELSE 'right' END AS role,
    CASE WHEN c.is_subtotal THEN c.measure_label ELSE c.name END AS label, c.figure, c.figure_no AS ord,
    '所属 ' || g.items || ' 行之和' AS right_label
FROM cells AS c
JOIN grouped AS g USING (document_id, statement, part)
WHERE c.heads <> c.tails AND g.items > 0 AND c.part > 0;

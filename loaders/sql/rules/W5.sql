-- Every parent row and total row of every coded table, column by column. The tree comes from the order of the rows,
-- not from a look-up by code: a table may hold 301 twice, paired with two codes of the government classification,
-- each with its own 款 below it.
SELECT
    p.document_id, concat_ws('/', p.statement, p.part, p.ord, f.fiscal_year, f.measure) AS anchor,
    p.statement, p.code, f.measure, f.fiscal_year,
    in_year(f.fiscal_year, f.document_year, p.subject) AS subject,
    f.role, f.measure_label AS label, f.figure, f.figure_no AS ord,
    CASE
        WHEN p.children = 0 THEN '下级科目'
        WHEN p.is_total THEN p.children || ' 类之和'
        ELSE '所属 ' || p.children || ' ' || p.below || '之和'
    END AS right_label,
    CASE
        WHEN p.orphans > 0 THEN '有 ' || p.orphans || ' 行未印出所属的上级科目'
        WHEN p.children = 0 THEN '没有下级科目的数字可加总'
    END AS missing
FROM tree_parent AS p
JOIN (
    SELECT *, 'left' AS role, ord AS parent_ord FROM tree_figure
    UNION ALL BY NAME
    SELECT c.*, 'right' AS role, l.parent_ord
    FROM tree_link AS l
    JOIN tree_figure AS c ON c.document_id = l.document_id AND c.statement = l.statement AND c.ord = l.child_ord
) AS f ON f.document_id = p.document_id AND f.statement = p.statement AND f.parent_ord = p.ord
WHERE (p.is_total OR p.depth > 1)
    -- the totals of 人员经费 and 公用经费 are of some 类 each: W7
    AND NOT (p.is_total AND EXISTS (
        FROM split_total AS s WHERE s.document_id = p.document_id AND s.statement = p.statement
    ))
UNION ALL BY NAME
SELECT
    document_id, concat_ws('/', statement, part, 'depth') AS anchor, statement,
    'not_applicable' AS role, any_value(statement_label) || '只列到类级科目，没有下级可加总' AS label
FROM tree_row
WHERE depth = 1
GROUP BY document_id, statement, part
UNION ALL BY NAME
SELECT
    document_id, concat_ws('/', statement, part, 'no codes') AS anchor, statement,
    'not_applicable' AS role, any_value(statement_label) || '的行不按科目分级' AS label
FROM tree_row
WHERE depth IS NULL
GROUP BY document_id, statement, part
UNION ALL BY NAME
SELECT
    document_id, concat_ws('/', statement, part, 'no total') AS anchor, statement,
    'insufficient' AS role, any_value(statement_label) || '未印出合计行，各类之和无从核对' AS label
FROM tree_row
WHERE depth IS NOT NULL
GROUP BY document_id, statement, part
HAVING NOT bool_or(is_total)

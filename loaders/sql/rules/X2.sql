-- Each 类 of the summary's expenditure half against the expenditure statement's row of the same name.
WITH class AS (
    SELECT
        r.document_id, i.fiscal_year, i.name, i.figure, i.figure_no,
        regexp_replace(i.bare_name, '支出$', '') AS key
    FROM item_row AS r
    JOIN item AS i USING (document_id, statement, side, row_no)
    WHERE r.statement = 'summary' AND r.side = 'expenditure' AND r.place = 'current' AND i.measure = 'total'
        AND r.kind IS DISTINCT FROM 'nature'
),
spent AS (
    SELECT document_id, fiscal_year, name, code, figure, figure_no, regexp_replace(bare_name, '支出$', '') AS key
    FROM fig
    WHERE statement = 'expenditure' AND level = 1 AND NOT is_total AND measure = 'total' AND fiscal_year = document_year
),
named AS (
    SELECT *, '收支总表' AS label, 'left' AS role FROM class
    UNION ALL BY NAME
    SELECT *, '支出总表' AS label, 'right' AS role FROM spent
),
found AS (
    SELECT
        document_id, key, any_value(code) AS code, count(*) FILTER (role = 'left') AS lefts,
        count(*) FILTER (role = 'right') AS rights, any_value(name ORDER BY role) AS name
    FROM named GROUP BY document_id, key
)
SELECT
    n.document_id, n.key AS anchor, 'summary' AS statement, f.code, 'total' AS measure, n.fiscal_year,
    f.name AS subject, n.role, n.label, n.figure, n.figure_no AS ord, '收支总表' AS left_label,
    '支出总表' || CASE WHEN f.rights > 1 THEN f.rights || ' 行之和' ELSE '' END AS right_label,
    CASE
        WHEN f.lefts = 0 THEN '收支总表中没有同名的类'
        WHEN f.rights = 0 THEN '支出总表中没有同名的类'
        WHEN f.lefts > 1 THEN '收支总表中同名的类不止一行'
    END AS missing
FROM named AS n
JOIN found AS f USING (document_id, key)
WHERE n.document_id IN (SELECT document_id FROM spent)
UNION ALL BY NAME
SELECT
    c.document_id, 'no classes' AS anchor, c.statement, 'not_applicable' AS role, '支出总表不按类列示' AS label
FROM columns_of AS c
WHERE c.statement = 'expenditure' AND c.document_id NOT IN (SELECT document_id FROM spent)

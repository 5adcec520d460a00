-- A department holds its units: each figure of the department against the sum of the units that are loaded. Money that
-- units pay one another is left out of the department's sums, so that all-money tables are compared only where no unit
-- prints any.
WITH inner_money AS (
    SELECT DISTINCT u.document_id
    FROM unit_pair AS u
    JOIN cell AS c ON c.document_id = u.unit_id
    WHERE c.statement = 'income' AND c.measure IN ('superior', 'subordinate') AND c.figure.yuan <> 0
),
figures AS (
    SELECT document_id, statement, key, measure, code, fiscal_year, subject, statement_label, measure_label, figure,
        figure_no, prints
    FROM cell
    WHERE (statement IN ('expenditure', 'general_public', 'government_fund', 'state_capital')
            AND measure IN ('total', 'basic', 'project'))
        OR (statement = 'three_public' AND measure = 'total')
    UNION ALL BY NAME
    -- projects of one code, or where there is none of one name, are one project
    SELECT document_id, statement, coalesce(code, bare_name) AS key, measure, code, fiscal_year, subject,
        statement_label, measure_label, figure, figure_no, 1 AS prints
    FROM fig
    WHERE statement = 'project' AND NOT is_total AND measure = 'total' AND fiscal_year = document_year
),
of_units AS (
    SELECT u.document_id, u.unit_name, u.units, f.* EXCLUDE (document_id)
    FROM unit_pair AS u
    JOIN figures AS f ON f.document_id = u.unit_id
    LEFT JOIN inner_money AS i ON i.document_id = u.document_id
    WHERE i.document_id IS NULL OR f.statement NOT IN ('expenditure', 'project')
),
wanted AS (
    SELECT document_id, statement, key, measure, max(prints) AS prints, any_value(units) AS units
    FROM of_units GROUP BY document_id, statement, key, measure
)
SELECT
    f.document_id, concat_ws('/', f.statement, f.key, f.measure) AS anchor, f.statement, f.code, f.measure,
    f.fiscal_year, f.statement_label || ' ' || f.subject AS subject, 'left' AS role,
    '部门' || f.measure_label AS label, f.figure, f.figure_no AS ord, '>=' AS relation,
    CASE WHEN greatest(f.prints, w.prints) > 1 THEN '同一科目印出不止一行' END AS missing,
    '（已载入 ' || w.units || ' 个所属单位）' AS remark
FROM figures AS f
JOIN wanted AS w USING (document_id, statement, key, measure)
UNION ALL BY NAME
SELECT
    u.document_id, concat_ws('/', u.statement, u.key, u.measure) AS anchor, u.statement, u.measure, 'right' AS role,
    u.unit_name AS label, u.figure, 10000000 + u.figure_no AS ord, '>=' AS relation
FROM of_units AS u
SEMI JOIN figures AS f ON f.document_id = u.document_id AND f.statement = u.statement AND f.key = u.key
    AND f.measure = u.measure

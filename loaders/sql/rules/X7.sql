-- 三公 against the lines of basic spending that are part of it, by component and together. More is project money.
WITH component AS (
    SELECT DISTINCT key AS component, label AS code FROM word WHERE kind = 'economic'
),
line AS (
    SELECT e.*, c.component
    FROM cell AS e
    JOIN component AS c USING (code)
    WHERE e.statement = 'basic_economic' AND e.measure = 'total'
),
shown AS (
    SELECT *, CASE key WHEN 'total' THEN '“三公”经费合计' ELSE name END AS label
    FROM cell
    WHERE statement = 'three_public' AND measure = 'total'
        AND key IN (SELECT component FROM component UNION ALL SELECT 'total')
),
operands AS (
    SELECT document_id, key, 'left' AS role, label, figure, figure_no AS ord, prints, fiscal_year FROM shown
    UNION ALL BY NAME
    SELECT l.document_id, k.key, 'right' AS role, l.statement_label || l.subject AS label, l.figure,
        10000000 + l.figure_no AS ord, l.prints, l.fiscal_year
    FROM line AS l
    JOIN (SELECT component, component AS key FROM component UNION ALL SELECT component, 'total' FROM component) AS k
        USING (component)
)
SELECT
    o.document_id, o.key AS anchor, 'three_public' AS statement, o.key AS code, 'total' AS measure, o.fiscal_year,
    w.label AS subject, o.role, o.label, o.figure, o.ord, '>=' AS relation,
    CASE
        WHEN max(o.prints) OVER (PARTITION BY o.document_id, o.key) > 1 THEN '同一项印出不止一行'
        WHEN NOT bool_or(o.role = 'left') OVER (PARTITION BY o.document_id, o.key) THEN '“三公”经费表未印出这一项'
    END AS missing
FROM operands AS o
LEFT JOIN word AS w ON w.kind = 'three_public' AND w.key = o.key
-- a component without a line of its own has nothing to be compared with
QUALIFY bool_or(o.role = 'right' AND o.figure.yuan <> 0) OVER (PARTITION BY o.document_id, o.key)

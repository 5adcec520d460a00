-- 基本, 人员 and 公用 of the general public budget against the total row of the economic statement; a statement that
-- prints the two totals apart stands for 基本 with both.
WITH pair AS (
    SELECT * FROM (VALUES
        ('basic', 'total'), ('personnel', 'personnel'), ('public', 'public')
    ) AS p (measure, other)
),
economic AS (
    SELECT t.*, t.measure AS other FROM total AS t WHERE t.statement = 'basic_economic'
    UNION ALL BY NAME
    SELECT t.*, 'total' AS other
    FROM total AS t
    WHERE t.statement = 'basic_economic' AND t.measure IN ('personnel', 'public')
        AND t.document_id NOT IN (
            SELECT document_id FROM total WHERE statement = 'basic_economic' AND measure = 'total'
        )
)
SELECT
    t.document_id, t.measure AS anchor, t.statement, t.measure, t.fiscal_year, t.statement_label AS subject,
    'left' AS role, '合计行' || t.measure_label AS label, t.figure, 0 AS ord,
    CASE WHEN t.variants > 1 THEN '合计行印出不止一个数字' END AS missing
FROM total AS t
JOIN pair AS p USING (measure)
WHERE t.statement = 'general_public'
    AND t.document_id IN (SELECT document_id FROM fig WHERE statement = 'basic_economic')
UNION ALL BY NAME
SELECT
    e.document_id, p.measure AS anchor, 'general_public' AS statement, p.measure, e.fiscal_year, w.label AS subject,
    'right' AS role, e.statement_label || '合计行' || CASE e.measure WHEN 'total' THEN '' ELSE e.measure_label END AS label, e.figure, e.figure_no AS ord,
    CASE WHEN e.variants > 1 THEN '合计行印出不止一个数字' END AS missing
FROM economic AS e
JOIN pair AS p USING (other)
JOIN word AS w ON w.kind = 'statement' AND w.key = 'general_public'
JOIN columns_of AS c ON c.document_id = e.document_id AND c.statement = 'general_public'
-- a table that does not split 基本 says nothing of its parts
WHERE p.measure = 'basic' OR list_contains(c.measures, p.measure)

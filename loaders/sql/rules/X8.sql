-- What the employer pays for insurance and housing, by function and by economic use. The remaining 项 of 21011 explains
-- what it holds beyond the two contributions.
WITH pair AS (
    SELECT * FROM (VALUES
        ('2080505', '2080505', 'left', NULL), ('2080505', '30108', 'right', NULL),
        ('2080506', '2080506', 'left', NULL), ('2080506', '30109', 'right', NULL),
        ('2210201', '2210201', 'left', NULL), ('2210201', '30113', 'right', NULL),
        ('21011', '21011', 'left', NULL), ('21011', '30110', 'right', NULL), ('21011', '30111', 'right', NULL),
        ('21011', '2101199', 'explains', NULL)
    ) AS p (anchor, code, role, nothing)
),
printed AS (
    SELECT c.*, p.anchor, p.role
    FROM cell AS c
    JOIN pair AS p USING (code)
    WHERE (p.role = 'right' AND c.statement = 'basic_economic' AND c.measure = 'total')
        OR (p.role <> 'right' AND c.statement = 'general_public' AND c.measure = 'basic')
)
SELECT
    document_id, anchor, 'general_public' AS statement, anchor AS code, 'basic' AS measure, fiscal_year,
    CASE role WHEN 'left' THEN subject END AS subject, role,
    CASE role WHEN 'left' THEN statement_label || measure_label ELSE statement_label || subject END AS label,
    figure, CASE role WHEN 'left' THEN 0 WHEN 'right' THEN 10000000 ELSE 20000000 END + figure_no AS ord,
    CASE WHEN max(prints) OVER same > 1 THEN '同一科目印出不止一行' END AS missing
FROM printed
WINDOW same AS (PARTITION BY document_id, anchor)
QUALIFY bool_or(role = 'left') OVER same

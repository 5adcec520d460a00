-- The base that follows from the narrative, this year less the change, against the document of the year before: its
-- table where the fact is a figure of the table, else its narrative.
WITH base AS (
    SELECT s.*, coalesce(s.amount, s.own) AS this_year, y.prior_id
    FROM year_said AS s
    JOIN year_pair AS y USING (document_id)
    WHERE s.change.yuan IS NOT NULL AND s.basis IS NULL AND NOT s.is_approximate
        AND coalesce(s.amount, s.own).yuan IS NOT NULL
),
told AS (
    SELECT
        b.document_id, b.fact_no, min_by(p.amount, p.fact_no) AS figure, count(DISTINCT p.amount.yuan) AS amounts
    FROM base AS b
    JOIN year_said AS p ON p.document_id = b.prior_id AND p.topic = b.topic
        AND p.measure IS NOT DISTINCT FROM b.measure AND p.code IS NOT DISTINCT FROM b.code
        AND (p.measure IS NOT NULL OR p.code IS NOT NULL OR p.subject = b.subject) AND p.is_qualified = b.is_qualified
    WHERE p.amount.yuan IS NOT NULL
    GROUP BY b.document_id, b.fact_no
),
compared AS (
    SELECT
        b.*, coalesce(c.figure, t.figure) AS before,
        CASE
            WHEN c.prints > 1 OR (c.document_id IS NULL AND t.amounts > 1) THEN '上年文件印出不止一个这样的数字'
            WHEN c.document_id IS NULL AND t.document_id IS NULL THEN '上年文件未印出这一项'
        END AS missing
    FROM base AS b
    LEFT JOIN cell AS c ON b.own.yuan IS NOT NULL AND c.document_id = b.prior_id AND c.statement = b.statement
        AND c.key = b.key AND c.measure = b.cell_measure
    LEFT JOIN told AS t ON t.document_id = b.document_id AND t.fact_no = b.fact_no
)
SELECT
    document_id, 'fact ' || fact_no AS anchor, statement, code, measure, fiscal_year - 1 AS fiscal_year,
    name AS subject, CASE r.role WHEN 'right' THEN 'right' ELSE 'left' END AS role,
    CASE r.role
        WHEN 'right' THEN '上年文件所印'
        WHEN 'change' THEN CASE WHEN change_yuan < 0 THEN '比上年减少' ELSE '比上年增加' END
        ELSE '本年'
    END AS label,
    CASE r.role WHEN 'right' THEN before WHEN 'change' THEN change ELSE this_year END AS figure,
    r.ord, CASE WHEN r.role = 'change' AND change_yuan >= 0 THEN -1 ELSE 1 END AS sign, missing
FROM compared
CROSS JOIN (VALUES ('left', 1), ('change', 2), ('right', 3)) AS r (role, ord)

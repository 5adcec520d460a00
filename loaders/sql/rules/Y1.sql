-- The figures that a document prints for the year before, against that year's own document.
WITH compared AS (
    SELECT
        p.document_id, p.statement, p.key, p.measure, p.code, p.fiscal_year,
        p.statement_label || ' ' || p.subject AS subject, p.figure, p.prints, p.figure_no,
        c.figure AS before, c.prints AS before_prints, p.measure_label
    FROM prior_cell AS p
    JOIN year_pair AS y USING (document_id)
    LEFT JOIN cell AS c ON c.document_id = y.prior_id AND c.statement = p.statement AND c.key = p.key
        AND c.measure = p.measure
)
SELECT
    document_id, concat_ws('/', statement, key, measure) AS anchor, statement, code, measure, fiscal_year, subject,
    r.role, CASE r.role WHEN 'left' THEN '本年文件所印' ELSE '上年文件所印' END || fiscal_year || '年' || measure_label AS label,
    CASE r.role WHEN 'left' THEN figure ELSE before END AS figure,
    figure_no AS ord,
    CASE
        WHEN greatest(prints, before_prints) > 1 THEN '同一项印出不止一个数字'
        WHEN before.yuan IS NULL THEN '上年文件未印出这一项'
    END AS missing
FROM compared
CROSS JOIN (VALUES ('left'), ('right')) AS r (role)

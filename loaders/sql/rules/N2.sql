-- Each 类, 款, 项 of the narrative against the table it describes: by its code, a 类 without a path by its name.
WITH asked AS (
    SELECT * FROM said
    WHERE amount.yuan IS NOT NULL AND measure = 'total' AND NOT is_qualified AND fiscal_year = document_year
),
by_code AS (
    SELECT a.document_id, a.fact_no, f.statement, f.statement_label, f.figure,
        abs(a.amount.yuan - f.figure.yuan) <= a.amount.half + f.figure.half AS agrees
    FROM asked AS a
    JOIN fig AS f ON f.document_id = a.document_id AND f.code = a.code
    WHERE a.topic = 'function' AND f.statement IN ('general_public', 'expenditure') AND f.measure = 'total'
        AND f.fiscal_year = f.document_year
    QUALIFY row_number() OVER (PARTITION BY a.document_id, a.fact_no, f.statement ORDER BY f.table_no, f.row_no) = 1
),
-- the narrative describes the one table or the other: that with which more of its figures agree
described AS (
    SELECT document_id, statement
    FROM by_code
    GROUP BY document_id, statement
    QUALIFY row_number() OVER (
        PARTITION BY document_id ORDER BY count(*) FILTER (agrees) DESC, statement = 'general_public' DESC
    ) = 1
),
by_name AS (
    SELECT a.document_id, a.fact_no, f.statement_label, f.figure
    FROM asked AS a
    JOIN fig AS f ON f.document_id = a.document_id AND f.bare_name = bare(a.label)
        AND f.fiscal_year = f.document_year AND f.measure = 'total' AND NOT f.is_total
    WHERE a.kind = 'row' AND a.code IS NULL AND NOT a.is_whole AND coalesce(f.side, 'expenditure') = 'expenditure'
        AND ((a.topic = 'expenditure' AND f.statement = 'expenditure' AND f.level = 1)
            OR (a.topic = 'expenditure' AND f.statement = 'summary')
            OR (a.topic = 'appropriation' AND f.statement = 'appropriation'))
    QUALIFY row_number() OVER (PARTITION BY a.document_id, a.fact_no ORDER BY f.statement, f.table_no, f.row_no) = 1
),
found AS (
    SELECT c.document_id, c.fact_no, c.statement_label, c.figure
    FROM by_code AS c
    JOIN described AS d ON d.document_id = c.document_id AND d.statement = c.statement
    UNION ALL
    SELECT * FROM by_name
)
SELECT
    a.document_id, a.fact_no AS anchor, a.statement, a.code, a.measure, a.fiscal_year, a.name AS subject, side.role,
    CASE side.role WHEN 'left' THEN '说明' ELSE f.statement_label END AS label,
    CASE side.role WHEN 'left' THEN beside(a.amount, f.figure) ELSE f.figure END AS figure,
    rounded_by(a.amount, f.figure) AS allowance,
    CASE WHEN f.fact_no IS NULL THEN '表' END AS right_label,
    CASE
        WHEN f.fact_no IS NOT NULL THEN NULL
        WHEN a.code IS NULL THEN '表中没有唯一同名的科目'
        ELSE '所说明的表没有这一科目'
    END AS missing,
    a.fact_no * 2 + side.ord AS ord
FROM asked AS a
CROSS JOIN (SELECT unnest(['left', 'right']) AS role, unnest([0, 1]) AS ord) AS side
LEFT JOIN found AS f ON f.document_id = a.document_id AND f.fact_no = a.fact_no
WHERE a.topic = 'function' OR (a.kind = 'row' AND a.topic IN ('expenditure', 'appropriation') AND NOT a.is_whole)

-- Rates said in the narrative against the figures of the two years: of the two documents, or of the two columns that
-- one table prints. A rate is good to half its last digit; one that is said to be about right (约、左右), to half of the
-- last digit that is not 0: 30 % 左右 is anything from 25 % to 35 %. Products are wide: narrow ones end at ten billion.
WITH rated AS (
    SELECT
        s.*, p.figure AS before, p.prints,
        CASE WHEN y.prior_id IS NOT NULL AND p.document_id = y.prior_id THEN '上年文件' ELSE '表中上年' END AS whence
    FROM year_said AS s
    LEFT JOIN year_pair AS y USING (document_id)
    JOIN (
        SELECT document_id, statement, key, measure, figure, prints, 1 AS choice FROM prior_cell
        UNION ALL
        SELECT document_id, statement, key, measure, figure, prints, 2 FROM cell
    ) AS p ON p.statement = s.statement AND p.key = s.key AND p.measure = s.cell_measure
        AND p.document_id = CASE p.choice WHEN 1 THEN s.document_id ELSE y.prior_id END
    WHERE s.half_pct IS NOT NULL AND s.change_pct IS NOT NULL AND s.own.yuan IS NOT NULL AND s.basis IS NULL
    QUALIFY row_number() OVER (PARTITION BY s.document_id, s.fact_no ORDER BY p.choice DESC) = 1
)
SELECT
    document_id, 'fact ' || fact_no AS anchor, statement, code, measure, fiscal_year, name AS subject,
    CASE r.ord WHEN 3 THEN 'right' ELSE 'left' END AS role,
    CASE r.ord WHEN 1 THEN '本年' WHEN 2 THEN whence ELSE '上年的' END AS label,
    CASE r.ord
        WHEN 1 THEN own
        WHEN 2 THEN before
        ELSE derived_figure(
            before.yuan::DECIMAL(38, 2) * change_pct * 0.01,
            CASE WHEN is_approximate THEN 0 ELSE abs(before.yuan)::DECIMAL(38, 2) * half_pct * 0.02 END,
            pct_text || '%', before
        )
    END AS figure,
    r.ord, CASE r.ord WHEN 2 THEN -1 ELSE 1 END AS sign,
    (abs(before.yuan)::DECIMAL(38, 2) * half_pct * 0.01)::DECIMAL(18, 4) AS allowance,
    '上年数的 ' || CASE WHEN change_pct < 0 THEN '-' ELSE '' END || pct_text || '%'
        || CASE WHEN is_approximate THEN '左右' ELSE '' END AS right_label,
    CASE
        WHEN prints > 1 THEN '上年印出不止一个这样的数字'
        WHEN before.yuan = 0 THEN '上年为0，增长率无从计算'
    END AS missing
FROM rated
CROSS JOIN (VALUES (1), (2), (3)) AS r (ord)

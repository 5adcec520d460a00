-- Rates said in the narrative against the figures of the two years: of the two documents, or of the two columns that
-- one table prints. A rate is good to half its last digit; one that is said to be about right (约、左右), to half of the
-- last digit that is not 0: 30 % 左右 is anything from 25 % to 35 %. Products are wide: narrow ones end at ten billion.
-- The subsidy to a pension fund passes whole through the unit that runs the fund: where the department's own document of
-- the year before is not there, the one unit's that prints it says what it was, and the message says whose it is.
WITH paying_unit AS (
    SELECT d.document_id, c.key, c.statement, c.measure, c.figure, c.prints, u.unit_name
    FROM alone AS d
    JOIN alone AS u ON u.jurisdiction = d.jurisdiction AND u.parent_unit = d.unit AND u.stage = d.stage
        AND u.fiscal_year = d.fiscal_year - 1 AND u.scope = 'unit'
    JOIN cell AS c ON c.document_id = u.document_id
    JOIN word AS w ON w.kind = 'gap' AND w.key = c.key
    WHERE d.scope = 'department'
    QUALIFY count(DISTINCT u.document_id) OVER (PARTITION BY d.document_id, c.key, c.statement, c.measure) = 1
),
rated AS (
    SELECT
        s.*, p.figure AS before, p.prints,
        CASE p.choice WHEN 0 THEN p.unit_name || '上年文件' WHEN 1 THEN '表中上年' ELSE '上年文件' END AS whence,
        CASE p.choice WHEN 0 THEN '（上年数出自所属单位的文件，口径为单位）' END AS remark
    FROM year_said AS s
    LEFT JOIN year_pair AS y USING (document_id)
    JOIN (
        SELECT document_id, statement, key, measure, figure, prints, 1 AS choice, NULL AS unit_name FROM prior_cell
        UNION ALL
        SELECT document_id, statement, key, measure, figure, prints, 2, NULL FROM cell
        UNION ALL
        SELECT DISTINCT document_id, statement, key, measure, figure, prints, 0, unit_name FROM paying_unit
    ) AS p ON p.statement = s.statement AND p.key = s.key AND p.measure = s.cell_measure
        AND p.document_id = CASE p.choice WHEN 2 THEN y.prior_id ELSE s.document_id END
        AND (p.choice > 0 OR s.topic = 'pension_gap')
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
    END AS missing, remark
FROM rated
CROSS JOIN (VALUES (1), (2), (3)) AS r (ord)

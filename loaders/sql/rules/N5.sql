-- Direction, change and rate agree: base = this year − change, rate = change / base. Where the narrative prints the
-- figure of the year before in the same sentence, the change is the difference of the two.
WITH named AS (
    SELECT
        *,
        -- 与上年相比，收入预算增加…: the amount stands in the sentence before
        coalesce(amount, last_value(amount IGNORE NULLS) OVER (
            PARTITION BY document_id, topic, subject, measure, code, fiscal_year ORDER BY fact_no
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        )) AS own
    FROM said
),
-- a figure of the year before counts only where nothing else of that year is said, and at the stage compared with
before AS (
    SELECT
        n.document_id, n.fact_no, any_value(b.amount) AS base
    FROM named AS n
    JOIN said AS b ON b.document_id = n.document_id AND b.fact_no <> n.fact_no AND b.fiscal_year = n.fiscal_year - 1
        AND b.label = n.label AND b.topic = n.topic AND b.sentence = n.sentence AND b.amount.yuan IS NOT NULL
    WHERE NOT n.is_qualified AND n.direction IS NOT NULL
    GROUP BY n.document_id, n.fact_no
    HAVING count(*) = 1 AND bool_and(
        NOT b.is_qualified
        OR length(n.sentence) - length(replace(n.sentence, split_part(b.subject, '·', 2), ''))
            >= 2 * length(split_part(b.subject, '·', 2))
    )
),
changed AS (
    SELECT
        n.*, b.base AS said_base,
        coalesce(b.base.yuan, n.own.yuan - n.change.yuan) AS base,
        coalesce(b.base.half, n.own.half + n.change.half) AS base_half
    FROM named AS n
    LEFT JOIN before AS b ON b.document_id = n.document_id AND b.fact_no = n.fact_no
),
rated AS (
    SELECT
        *, (abs(base)::DECIMAL(38, 2) * half_pct * 0.01)::DECIMAL(18, 4) AS allowance,
        CASE
            WHEN base IS NULL THEN '增减额也未印出'
            WHEN base = 0 THEN '上年为0，增长率无从计算'
        END AS missing
    FROM changed
    WHERE change_pct IS NOT NULL AND own.yuan IS NOT NULL
),
reckoned AS (
    SELECT
        *, '上年数 ' || money_with_unit(base::DECIMAL(18, 2), own.unit_text) || ' × '
            || CASE WHEN change_pct < 0 THEN '−' ELSE '' END || ltrim(pct_text, '-−－') || '%' AS reckoning
    FROM rated
)
SELECT
    r.document_id, 'rate ' || r.fact_no AS anchor, r.statement, r.code, r.measure, r.fiscal_year,
    in_year(r.fiscal_year, r.document_year, r.name) AS subject,
    CASE side.what WHEN 'rate' THEN 'right' ELSE 'left' END AS role,
    CASE side.what WHEN 'base' THEN -1 ELSE 1 END AS sign,
    CASE
        WHEN side.what = 'base' THEN '上年数'
        WHEN side.what = 'own' THEN CASE WHEN r.change.yuan IS NULL THEN '本年数' ELSE '增减额' END
        ELSE r.reckoning
    END AS label,
    CASE side.what
        WHEN 'base' THEN CASE WHEN r.change.yuan IS NULL THEN r.said_base END
        WHEN 'own' THEN CASE WHEN r.change.yuan IS NULL THEN r.own ELSE r.change END
        ELSE CASE WHEN r.base IS NOT NULL THEN derived_figure(
            r.base::DECIMAL(38, 2) * r.change_pct * 0.01,
            2 * r.allowance + r.base_half::DECIMAL(38, 4) * abs(r.change_pct) * 0.01,
            r.pct_text || '%', r.own
        ) END
    END AS figure,
    coalesce(r.allowance, 0) AS allowance,
    CASE WHEN r.base IS NULL THEN '上年数' ELSE r.reckoning || ' =' END AS right_label, r.missing,
    r.fact_no * 10 + side.ord AS ord
FROM reckoned AS r
CROSS JOIN (SELECT unnest(['own', 'base', 'rate']) AS what, unnest([0, 1, 2]) AS ord) AS side
UNION ALL BY NAME
-- the two years as printed and the change as printed: 持平 is a change of 0
SELECT
    c.document_id, 'change ' || c.fact_no AS anchor, c.statement, c.code, c.measure, c.fiscal_year,
    in_year(c.fiscal_year, c.document_year, c.name) AS subject, side.role, side.sign,
    CASE side.what WHEN 'own' THEN '本年数' WHEN 'base' THEN '上年数' ELSE '增减额' END AS label,
    CASE side.what WHEN 'own' THEN c.own WHEN 'base' THEN c.said_base ELSE c.change END AS figure,
    0 AS allowance, c.fact_no * 10 + 4 + side.ord AS ord
FROM changed AS c
CROSS JOIN (
    SELECT unnest(['left', 'left', 'right']) AS role, unnest(['own', 'base', 'change']) AS what,
        unnest([1, -1, 1]) AS sign, unnest([0, 1, 2]) AS ord
) AS side
WHERE c.said_base.yuan IS NOT NULL AND c.own.yuan IS NOT NULL AND c.change.yuan IS NOT NULL

-- Shares recomputed: the part against its share of the whole. Where the narrative does not print the whole, the shares
-- of a list of sources or kinds of spending are shares of the table's total.
WITH shared AS (
    SELECT
        s.*, half_digit(s.share_text, decimals_of(s.share_text), s.is_approximate) AS half_share,
        coalesce(w.amount, t.figure) AS whole, coalesce(w.name, t.statement_label || '合计行') AS whole_name
    FROM said AS s
    LEFT JOIN said AS w ON w.document_id = s.document_id AND w.fact_no = s.whole_no AND w.amount.yuan IS NOT NULL
    LEFT JOIN total AS t ON t.document_id = s.document_id AND t.statement = s.topic AND t.measure = 'total'
        AND t.variants = 1 AND t.statement IN ('income', 'expenditure') AND s.whole_no IS NULL
        AND s.fiscal_year = s.document_year
    WHERE s.share_pct IS NOT NULL AND s.amount.yuan IS NOT NULL
),
reckoned AS (
    SELECT
        *, whole_name || ' ' || money_with_unit(whole.yuan, whole.unit_text) || ' × ' || share_text || '%' AS reckoning
    FROM shared
)
SELECT
    s.document_id, s.fact_no AS anchor, s.statement, s.code, s.measure, s.fiscal_year, s.name AS subject, side.role,
    CASE side.role WHEN 'left' THEN s.name ELSE s.reckoning END AS label,
    CASE
        WHEN side.role = 'left' THEN s.amount
        WHEN s.whole.yuan IS NOT NULL THEN derived_figure(
            s.whole.yuan::DECIMAL(38, 2) * s.share_pct * 0.01,
            abs(s.whole.yuan)::DECIMAL(38, 2) * s.half_share * 0.02, s.share_text || '%', s.whole
        )
    END AS figure,
    coalesce((abs(s.whole.yuan)::DECIMAL(38, 2) * s.half_share * 0.01)::DECIMAL(18, 4), 0) AS allowance,
    CASE WHEN s.whole.yuan IS NULL THEN '整体' ELSE s.reckoning || ' =' END AS right_label,
    CASE WHEN s.whole.yuan IS NULL THEN '未说明占比的整体' END AS missing, s.fact_no * 2 + side.ord AS ord
FROM reckoned AS s
CROSS JOIN (SELECT unnest(['left', 'right']) AS role, unnest([0, 1]) AS ord) AS side

-- Shares recomputed: the part against its share of the whole. Where the narrative does not print the whole, the shares of
-- a list of sources or kinds of spending are shares of the table's total.
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
)
SELECT
    document_id, fact_no AS anchor, statement, code, measure, fiscal_year, name AS subject, 'left' AS role,
    name AS label, amount AS figure, abs(whole.yuan) * half_share / 100 AS allowance,
    CASE WHEN whole.yuan IS NULL THEN '整体' END AS right_label,
    CASE WHEN whole.yuan IS NULL THEN '未说明占比的整体' END AS missing, fact_no * 2 AS ord
FROM shared
UNION ALL BY NAME
SELECT
    document_id, fact_no AS anchor, statement, code, measure, fiscal_year, name AS subject, 'right' AS role,
    whole_name || ' ' || money_with_unit(whole.yuan, whole.unit_text) || ' × ' || share_text || '%' AS label,
    derived_figure(whole.yuan * share_pct / 100, abs(whole.yuan) * half_share / 50, share_text || '%', whole) AS figure,
    abs(whole.yuan) * half_share / 100 AS allowance, fact_no * 2 + 1 AS ord
FROM shared
WHERE whole.yuan IS NOT NULL

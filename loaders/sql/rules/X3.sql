-- Each code of the expenditure statement against the funds' tables, by total, 基本 and 项目. Where a budget prints the
-- other money of a code, it stands beside the funds; where only a sum of other or carried-over money is known, the
-- residual lies between nothing and that sum.
WITH funds AS (
    SELECT
        document_id, bool_or(status = 'failed') AS failed,
        bool_and(splits) FILTER (status = 'figures') AS splits,
        max(depth) AS depth
    FROM fund_table
    GROUP BY document_id
    HAVING bool_or(status = 'figures')
),
spent AS (
    SELECT document_id, coalesce(max(level), 0) AS depth
    FROM cell
    WHERE statement = 'expenditure' AND measure = 'total'
    GROUP BY document_id
),
printed AS (
    SELECT c.*, f.failed, CASE c.statement WHEN 'expenditure' THEN 'left' ELSE 'right' END AS role
    FROM cell AS c
    JOIN funds AS f USING (document_id)
    JOIN spent AS s USING (document_id)
    WHERE c.statement IN ('expenditure', 'general_public', 'government_fund', 'state_capital')
        AND (c.measure = 'total' OR (c.measure IN ('basic', 'project') AND f.splits))
        AND coalesce(c.level, 0) <= least(f.depth, s.depth)
),
compared AS (
    SELECT
        document_id, key, measure, any_value(code) AS code, any_value(stage) AS stage,
        bool_or(failed) AS failed, max(prints) AS prints,
        bool_or(role = 'left') AS has_left, bool_or(role = 'right') AS has_right,
        any_value(subject) AS subject, any_value(fiscal_year) AS fiscal_year, min(figure_no) AS ord
    FROM printed
    GROUP BY document_id, key, measure
    -- 基本 and 项目 are compared where both tables print the figure; that one does not is said of the total.
    HAVING measure = 'total' OR count(DISTINCT role) = 2
),
-- other money is exact only in a budget, by code, and for the total
other AS (
    SELECT
        c.document_id, c.key, c.measure, o.label, o.figure, o.figure_no,
        CASE
            WHEN NOT o.carried AND c.stage = 'budget' AND c.measure = 'total' AND o.is_coded THEN 'right'
            ELSE 'explains'
        END AS role
    FROM compared AS c
    JOIN other_money AS o ON o.document_id = c.document_id
        AND o.key = CASE
            WHEN c.stage = 'final' OR NOT o.is_coded OR (o.carried AND NOT o.is_split) THEN ''
            ELSE c.key
        END
)
SELECT
    c.document_id, concat_ws('/', c.key, c.measure) AS anchor, 'expenditure' AS statement, c.code, c.measure,
    c.fiscal_year, c.subject, p.role, p.label, p.figure, 'within' AS relation, c.ord * 100 + p.ord AS ord,
    CASE
        WHEN c.failed THEN '三本预算的支出表有未能读出的'
        WHEN c.prints > 1 THEN '同一科目印出不止一行'
        WHEN NOT c.has_left THEN '支出总表没有此科目的行'
        WHEN NOT c.has_right AND o.exact IS NOT TRUE THEN '三本预算的支出表都没有此科目的行'
    END AS missing,
    CASE WHEN NOT c.has_left THEN '支出总表' END AS left_label,
    CASE WHEN NOT c.has_right AND o.exact IS NOT TRUE THEN '三本预算的支出表' END AS right_label
FROM compared AS c
JOIN (
    SELECT document_id, key, measure, role, statement_label || measure_label AS label, figure,
        CASE statement WHEN 'expenditure' THEN 0 WHEN 'general_public' THEN 1 WHEN 'government_fund' THEN 2 ELSE 3 END
            AS ord
    FROM printed
    UNION ALL BY NAME
    SELECT document_id, key, measure, role, label, figure, 4 AS ord FROM other
) AS p USING (document_id, key, measure)
LEFT JOIN (
    SELECT document_id, key, measure, bool_or(role = 'right') AS exact FROM other GROUP BY document_id, key, measure
) AS o USING (document_id, key, measure)

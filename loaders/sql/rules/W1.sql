-- The two grand totals, and the sums of each half.
SELECT
    document_id, anchor, statement, measure, fiscal_year, subject, role, label, figure, ord, relation, missing
FROM item_sum
WHERE statement = 'summary'
UNION ALL BY NAME
SELECT
    document_id, 'both halves' AS anchor, statement, measure, fiscal_year,
    statement_label || '总计' AS subject,
    CASE side WHEN 'income' THEN 'left' ELSE 'right' END AS role, label, figure, ord, '=' AS relation,
    CASE WHEN count(*) OVER (PARTITION BY document_id, side) > 1 THEN '总计印出不止一行' END AS missing
FROM item_sum
WHERE statement = 'summary' AND sum = 'grand' AND role = 'left' AND measure = 'total'

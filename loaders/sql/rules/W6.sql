-- The two grand totals and the sums of each half, each row by fund, and each fund's income against its expenditure.
WITH fund_of AS (
    SELECT r.document_id, r.side, r.kind, r.head, r.head_kind, r.place, r.line, r.row_no, i.measure, i.fiscal_year,
        i.statement_label, i.measure_label, i.name AS label, i.figure, i.figure_no AS ord
    FROM item_row AS r
    JOIN item AS i USING (document_id, statement, side, row_no)
    WHERE r.statement = 'appropriation'
),
spent AS (
    SELECT *, statement_label || '支出' || measure_label AS subject
    FROM fund_of
    WHERE side = 'expenditure' AND line = 'grand'
        AND measure IN ('general_public', 'government_fund', 'state_capital')
),
-- money carried over that the income half does not split by fund
unsplit AS (
    SELECT h.document_id, h.row_no
    FROM fund_of AS h
    LEFT JOIN fund_of AS p ON p.document_id = h.document_id AND p.side = h.side AND p.head = h.row_no
    WHERE h.side = 'income' AND h.kind = 'carryover' AND h.head IS NULL
    GROUP BY h.document_id, h.row_no
    HAVING any_value(h.figure.yuan) <> coalesce(sum(p.figure.yuan), 0)
),
doubt AS (
    SELECT document_id, '财政拨款收入未按基金分列' AS doubt
    FROM fund_of
    WHERE side = 'income' AND kind = 'fiscal' AND figure.yuan <> 0
        AND NOT EXISTS (
            FROM item_row AS p WHERE p.document_id = fund_of.document_id AND p.statement = 'appropriation'
                AND p.side = 'income' AND p.head = fund_of.row_no
        )
    UNION
    SELECT document_id, doubt FROM item_doubt WHERE statement = 'appropriation' AND side = 'income'
),
by_fund AS (
    SELECT *, 'left' AS role, 1 AS sign FROM spent
    UNION ALL BY NAME
    SELECT s.document_id, s.measure, s.fiscal_year, s.subject, 'right' AS role, 1 AS sign, f.label, f.figure, f.ord
    FROM spent AS s
    JOIN fund_of AS f ON f.document_id = s.document_id AND f.side = 'income' AND f.kind = s.measure
    UNION ALL BY NAME
    SELECT
        s.document_id, s.measure, s.fiscal_year, s.subject, 'explains' AS role,
        CASE WHEN f.head IS NULL THEN 1 ELSE -1 END AS sign, f.label, f.figure, f.ord
    FROM spent AS s
    JOIN unsplit AS u USING (document_id)
    JOIN fund_of AS f ON f.document_id = s.document_id AND f.side = 'income' AND u.row_no IN (f.row_no, f.head)
)
SELECT
    document_id, anchor, statement, measure, fiscal_year, subject, role, 1 AS sign, label, figure, ord,
    relation, missing
FROM item_sum
WHERE statement = 'appropriation'
UNION ALL BY NAME
SELECT
    document_id, 'both halves' AS anchor, statement, measure, fiscal_year,
    statement_label || '总计' AS subject,
    CASE side WHEN 'income' THEN 'left' ELSE 'right' END AS role, 1 AS sign, label, figure, ord,
    '=' AS relation, CASE WHEN count(*) OVER (PARTITION BY document_id, side) > 1 THEN '总计印出不止一行' END AS missing
FROM item_sum
WHERE statement = 'appropriation' AND sum = 'grand' AND role = 'left' AND measure = 'total'
UNION ALL BY NAME
SELECT *, 1 AS sign, '=' AS relation FROM row_sum WHERE statement = 'appropriation'
UNION ALL BY NAME
SELECT
    f.document_id, 'fund ' || f.measure AS anchor, 'appropriation' AS statement, f.measure, f.fiscal_year, f.subject,
    f.role, f.sign, f.label, f.figure, f.ord,
    CASE WHEN u.document_id IS NULL THEN '=' ELSE 'within' END AS relation, d.doubt AS missing
FROM by_fund AS f
LEFT JOIN (SELECT DISTINCT document_id FROM unsplit) AS u USING (document_id)
LEFT JOIN (SELECT document_id, any_value(doubt) AS doubt FROM doubt GROUP BY document_id) AS d USING (document_id)

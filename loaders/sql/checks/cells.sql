-- The figures of the documents' own year by what they are of: `key` is the code, '' for the total row. `prints` tells
-- where a table prints more than one of the same.
CREATE OR REPLACE TABLE checking.cell AS
SELECT *, count(*) OVER (PARTITION BY document_id, statement, key, gov_code, measure) AS prints
FROM (
    SELECT *, code AS key
    FROM fig
    WHERE fiscal_year = document_year AND code IS NOT NULL
        AND (statement = 'three_public' OR NOT is_total)
        AND statement IN (
            'income', 'expenditure', 'general_public', 'government_fund', 'state_capital', 'basic_economic',
            'procurement', 'three_public'
        )
    UNION ALL BY NAME
    SELECT * EXCLUDE (variants), '' AS key
    FROM total
    WHERE statement <> 'three_public'
);

-- What became of each fund's table; `splits`: it prints 基本 or 项目; `depth`: its deepest level.
CREATE OR REPLACE TABLE checking.fund_table AS
SELECT
    d.document_id, w.key AS statement, w.label, c.splits, c.depth,
    CASE WHEN c.document_id IS NOT NULL THEN 'figures' ELSE coalesce(s.status, 'absent') END AS status,
    s.note, s.page, s.line
FROM doc AS d
JOIN word AS w ON w.kind = 'statement' AND w.key IN ('general_public', 'government_fund', 'state_capital')
LEFT JOIN statements AS s ON s.document_id = d.document_id AND s.statement = w.key
LEFT JOIN (
    SELECT document_id, statement, bool_or(measure IN ('basic', 'project')) AS splits, coalesce(max(level), 0) AS depth
    FROM cell
    WHERE statement IN ('general_public', 'government_fund', 'state_capital')
    GROUP BY document_id, statement
) AS c ON c.document_id = d.document_id AND c.statement = w.key;

-- Which source each item of the income halves is, the first that its name fits; `carried`: it is, or stands below, the
-- money carried over; `fund_named`: some of that says of which fund it is.
CREATE OR REPLACE TABLE checking.source_item AS
WITH named AS (
    SELECT i.*, k.kind AS source
    FROM item AS i
    JOIN item_kind AS k ON k.side = i.side AND k.bare_name = i.bare_name
    WHERE i.side = 'income' AND i.part IN ('item', 'below') AND i.measure = 'total' AND i.figure.yuan <> 0
),
placed AS (
    SELECT *, coalesce(row_no >= min(row_no) FILTER (source = 'carryover') OVER half, FALSE) AS carried
    FROM named
    WINDOW half AS (PARTITION BY document_id, statement)
)
SELECT
    *, bool_or(carried AND source IN ('general_public', 'government_fund', 'state_capital'))
        OVER (PARTITION BY document_id, statement) AS fund_named
FROM placed;

-- Money that is no fund's: by code where the income statement prints it so, and of the whole document. `carried` money
-- may be in a fund's table or not. A fund without a table, and not declared empty, counts as other money. `is_coded`:
-- the document prints other money by code; `is_split`: it prints this kind of it so.
CREATE OR REPLACE TABLE checking.other_money AS
WITH kind AS (
    SELECT * FROM (VALUES
        ('fiscal_account', FALSE), ('business', FALSE), ('operating', FALSE), ('superior', FALSE),
        ('subordinate', FALSE), ('other', FALSE), ('unit_funds', FALSE), ('prior_surplus', TRUE), ('carryover', TRUE)
    ) AS k (measure, carried)
),
of_document AS (
    SELECT d.document_id, k.measure, k.carried FROM doc AS d CROSS JOIN kind AS k
    UNION ALL
    SELECT document_id, statement, FALSE FROM fund_table WHERE status = 'absent'
),
by_code AS (
    SELECT c.document_id, c.key, c.measure, k.carried, c.figure, c.figure_no,
        c.statement_label || c.measure_label AS label
    FROM cell AS c
    JOIN of_document AS k USING (document_id, measure)
    WHERE c.statement = 'income' AND c.figure.yuan <> 0 AND c.prints = 1
),
every AS (
    SELECT * FROM by_code
    UNION ALL BY NAME
    SELECT
        i.document_id, '' AS key, k.measure, k.carried, i.figure, i.figure_no, i.statement_label || i.name AS label
    FROM source_item AS i
    JOIN of_document AS k ON k.document_id = i.document_id AND k.measure = i.source
    ANTI JOIN by_code AS b ON b.document_id = i.document_id AND b.key = '' AND b.measure = i.source
    WHERE i.statement = 'summary'
)
SELECT
    *, bool_or(key <> '') OVER (PARTITION BY document_id) AS is_coded,
    bool_or(key <> '') OVER (PARTITION BY document_id, measure) AS is_split
FROM every;

-- The cost indicators of the 绩效目标 forms that limit an amount of money of the whole project, in 元.
CREATE OR REPLACE TABLE checking.money_target AS
WITH t AS (
    -- a cost of 250万 is 250万元
    SELECT * REPLACE (CASE WHEN value_unit IN ('万', '亿') THEN value_unit || '元' ELSE value_unit END AS value_unit)
    FROM targets
)
SELECT
    t.*,
    TRY_CAST(
        TRY_CAST(t.value_number AS DECIMAL(18, 6)) * (fen_of(t.value_unit) // 100)::DECIMAL(18, 0) AS DECIMAL(18, 2)
    ) AS yuan
FROM t
JOIN doc USING (document_id)
JOIN (SELECT DISTINCT unit_text FROM step) AS u ON u.unit_text = t.value_unit
SEMI JOIN word AS c ON c.kind = 'cost' AND contains(t.level1 || ' ' || t.level2, c.label)
ANTI JOIN word AS p ON p.kind = 'unit_cost' AND contains(t.level3, p.label)
WHERE t.comparator IN ('≤', '<', '=') AND t.project_no IS NOT NULL;

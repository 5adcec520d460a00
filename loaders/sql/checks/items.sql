-- The items of summary and appropriation: which stand within which. Names and the printed order tell it, never the
-- sums: a fund after 财政拨款 or after 上年结转 is a part of it, and so is what is called 其中.
CREATE OR REPLACE TABLE checking.item_kind AS
SELECT n.side, n.bare_name, min_by(w.key, w.ord) AS kind
FROM (SELECT DISTINCT side, bare_name FROM item WHERE NOT is_total) AS n
JOIN (
    -- in the expenditure half only the names of the funds, which stand below what is carried forward
    SELECT 'income' AS side, key, label, row_number() OVER () AS ord FROM word WHERE kind = 'source'
    UNION ALL
    SELECT 'income', 'carryover', label, 1000 FROM word WHERE kind = 'pattern' AND key = 'carried_head'
    UNION ALL
    SELECT 'income', 'own', label, 1001 FROM word WHERE kind = 'pattern' AND key = 'own_item'
    UNION ALL
    SELECT 'expenditure', key, label, row_number() OVER (ORDER BY kind DESC)
    FROM word
    WHERE kind = 'use' OR (kind = 'source' AND key IN ('general_public', 'government_fund', 'state_capital'))
) AS w ON w.side = n.side AND regexp_matches(regexp_replace(n.bare_name, '^其中:?', ''), w.label)
GROUP BY n.side, n.bare_name;

-- `opener`: the last item before that is no fund, no 其中 and no part of carried money; the total rows count, so that
-- nothing above a line holds anything below it.
CREATE OR REPLACE TABLE checking.item_row AS
WITH named AS (
    SELECT
        i.document_id, i.statement, i.side, i.row_no, any_value(i.name) AS name, any_value(i.bare_name) AS bare_name,
        any_value(i.is_total) AS is_total, any_value(k.kind) AS kind,
        starts_with(any_value(i.bare_name), '其中') AS is_among,
        coalesce(bool_or(regexp_matches(i.bare_name, p.label)), FALSE) AS is_carried,
        coalesce(bool_or(regexp_matches(i.bare_name, q.label)), FALSE) AS is_carried_part,
        bool_or(i.figure.yuan <> 0) AS has_money,
        min(i.figure_no) AS figure_no
    FROM item AS i
    LEFT JOIN item_kind AS k ON k.side = i.side AND k.bare_name = i.bare_name
    LEFT JOIN word AS p ON p.kind = 'pattern' AND p.key = 'carried_item'
    LEFT JOIN word AS q ON q.kind = 'pattern' AND q.key = 'carried_part'
    GROUP BY i.document_id, i.statement, i.side, i.row_no
),
lined AS (
    SELECT
        *,
        kind IN ('general_public', 'government_fund', 'state_capital') AS is_fund,
        CASE
            WHEN NOT is_total THEN NULL
            WHEN bare_name LIKE '%总计' OR (row_no = max(CASE WHEN is_total THEN row_no END) OVER half
                AND count(*) FILTER (is_total) OVER half > 1) THEN 'grand'
            WHEN bare_name LIKE '本年%' OR count(*) FILTER (is_total) OVER half > 1 THEN 'current'
            ELSE 'grand'
        END AS line,
        min(CASE WHEN is_total THEN row_no END) OVER half AS first_total,
        min(row_no) OVER half AS first_row
    FROM named
    WINDOW half AS (PARTITION BY document_id, statement, side)
),
opened AS (
    SELECT
        *,
        last_value(CASE
            WHEN is_total THEN 'line'
            WHEN NOT coalesce(is_fund, FALSE) AND NOT is_among AND NOT is_carried_part THEN coalesce(kind, 'unknown') || '/' || row_no
        END IGNORE NULLS) OVER above AS opener
    FROM lined
    WINDOW above AS (
        PARTITION BY document_id, statement, side ORDER BY row_no ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
),
nested AS (
    SELECT
        *,
        CASE
            WHEN is_total THEN NULL
            WHEN split_part(opener, '/', 1) IN ('carryover', 'carryforward') AND (is_fund OR is_carried_part OR is_among)
                THEN split_part(opener, '/', 2)::INTEGER
            WHEN split_part(opener, '/', 1) = 'fiscal' AND (is_fund OR is_among) AND NOT is_carried
                THEN split_part(opener, '/', 2)::INTEGER
            WHEN is_among THEN coalesce(try_cast(split_part(opener, '/', 2) AS INTEGER), 0)
        END AS head
    FROM opened
)
SELECT
    n.* EXCLUDE (opener),
    h.kind AS head_kind,
    -- money of another year is never this year's; after the first line, or between the two, is where it stands
    CASE
        WHEN n.is_total OR n.head IS NOT NULL THEN NULL
        WHEN coalesce(n.kind, '') IN ('carryover', 'prior_surplus', 'carryforward') OR n.is_carried THEN 'carried'
        WHEN n.first_total = n.first_row OR n.row_no < n.first_total THEN 'current'
        ELSE 'below'
    END AS place
FROM nested AS n
LEFT JOIN nested AS h ON h.document_id = n.document_id AND h.statement = n.statement AND h.side = n.side
    AND h.row_no = n.head;

-- Where the order does not tell what stands within what, with the reason.
CREATE OR REPLACE TABLE checking.item_doubt AS
SELECT document_id, statement, side, min_by(doubt, row_no) AS doubt
FROM (
    SELECT
        r.*,
        CASE
            WHEN head IS NULL AND (
                (side = 'income' AND (kind IS NULL OR is_carried_part))
                OR (side = 'expenditure' AND kind IS NULL AND place = 'below')
            )
                THEN '无从判断“' || name || '”是单独一项还是另一项的其中项'
            WHEN kind IN (SELECT label FROM word WHERE kind = 'umbrella')
                AND bool_or(kind IN (SELECT key FROM word WHERE kind = 'umbrella')) OVER half
                THEN '无从判断“' || name || '”是否已含在另一项中'
            WHEN side = 'income' AND head IS NULL AND is_fund AND (
                count(*) FILTER (head IS NULL) OVER (PARTITION BY document_id, statement, side, place, kind) > 1
                OR bool_or(kind = 'fiscal' AND head IS NULL) OVER (PARTITION BY document_id, statement, side, place)
            ) THEN '无从判断“' || name || '”是否已含在另一项中'
            WHEN side = 'expenditure' AND kind = 'nature' THEN '支出项目按功能与按性质混排，无从判断是否重复'
            WHEN place = 'carried' AND row_no < first_total AND bool_or(line = 'current') OVER half
                AND first_total <> first_row THEN '“' || name || '”印在本年合计之前，无从判断是否计入本年'
        END AS doubt
    FROM item_row AS r
    WHERE has_money OR is_total
    WINDOW half AS (PARTITION BY document_id, statement, side)
)
WHERE doubt IS NOT NULL AND NOT is_total
GROUP BY document_id, statement, side;

-- The sums of each half: this year's line, the grand total, and each head with its parts.
CREATE OR REPLACE TABLE checking.item_sum AS
WITH figure_of AS (
    SELECT r.*, i.measure, i.fiscal_year, i.statement_label, i.measure_label, i.figure
    FROM item_row AS r
    JOIN item AS i USING (document_id, statement, side, row_no)
),
half AS (
    SELECT
        document_id, statement, side,
        count(*) FILTER (line = 'current') AS currents, count(*) FILTER (line = 'grand') AS grands
    FROM item_row GROUP BY document_id, statement, side
),
operand_of AS (
    -- this year's line, and the items of this year
    SELECT f.*, 'current' AS sum, CASE WHEN f.line IS NOT NULL THEN 'left' ELSE 'right' END AS role
    FROM figure_of AS f
    JOIN half AS h USING (document_id, statement, side)
    WHERE h.currents > 0 AND (f.line = 'current' OR f.place = 'current')
    UNION ALL BY NAME
    -- the grand total, and this year's line with what stands beside it, or all items where there is no such line
    SELECT f.*, 'grand' AS sum, CASE WHEN f.line = 'grand' THEN 'left' ELSE 'right' END AS role
    FROM figure_of AS f
    JOIN half AS h USING (document_id, statement, side)
    WHERE f.line = 'grand' OR f.line = 'current' OR f.place IN ('below', 'carried')
        OR (h.currents = 0 AND f.place = 'current')
    UNION ALL BY NAME
    SELECT f.*, 'head ' || f.row_no AS sum, 'left' AS role
    FROM figure_of AS f
    WHERE f.kind IN ('fiscal', 'carryover', 'carryforward')
        AND EXISTS (
            FROM item_row AS p
            WHERE p.document_id = f.document_id AND p.statement = f.statement AND p.side = f.side AND p.head = f.row_no
        )
    UNION ALL BY NAME
    SELECT f.*, 'head ' || f.head AS sum, 'right' AS role
    FROM figure_of AS f
    WHERE f.head > 0
),
-- The parts are all of the head where they are the funds, the first of them among them; else they are some of it.
listed AS (
    SELECT
        document_id, statement, side, head,
        bool_or(is_among) OR NOT bool_or(kind = 'general_public' OR kind = 'fiscal')
            OR (statement = 'summary' AND any_value(head_kind) <> 'fiscal') AS is_partial
    FROM item_row WHERE head > 0
    GROUP BY document_id, statement, side, head
)
SELECT
    o.document_id, concat_ws('/', o.side, o.sum, o.measure) AS anchor, o.statement, o.measure, o.fiscal_year,
    o.statement_label || CASE
        WHEN o.sum = 'current' THEN CASE o.side WHEN 'income' THEN '本年收入' ELSE '本年支出' END
        WHEN o.sum = 'grand' THEN CASE o.side WHEN 'income' THEN '收入总计' ELSE '支出总计' END
        ELSE min_by(o.name, (o.role, o.row_no)) OVER (PARTITION BY o.document_id, o.statement, o.side, o.sum)
    END || CASE WHEN o.measure <> 'total' THEN '（' || o.measure_label || '）' ELSE '' END AS subject,
    o.role, o.name AS label, o.figure, o.figure_no AS ord, o.side, o.sum, o.statement_label,
    CASE WHEN l.is_partial THEN '>=' ELSE '=' END AS relation,
    CASE
        WHEN o.sum = 'current' AND h.currents > 1 OR o.sum = 'grand' AND h.grands > 1 THEN '合计印出不止一行'
        WHEN o.sum IN ('current', 'grand') THEN d.doubt
    END AS missing
FROM operand_of AS o
JOIN half AS h USING (document_id, statement, side)
LEFT JOIN item_doubt AS d USING (document_id, statement, side)
LEFT JOIN listed AS l ON l.document_id = o.document_id AND l.statement = o.statement AND l.side = o.side
    AND o.sum = 'head ' || l.head;

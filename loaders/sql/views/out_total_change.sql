-- The change of a document's total expenditure on the year before, and what it rests on (`basis`), the first that there is:
-- `document` the total of the one year before that another loaded document prints (same unit, scope and stage),
-- `narrative` the change that the narrative says, where it says one thing only,
-- `table` the total of the year before in the document's own tables. A document without any of these has no row.
-- place_document_id, page and line tell where the basis is printed.
WITH totals AS (
    SELECT document_id, fiscal_year, statement, amount_yuan AS total_yuan, page, line
    FROM amounts
    WHERE statement IN ('expenditure', 'summary') AND is_total AND measure = 'total'
        AND (side = 'expenditure' OR (statement = 'expenditure' AND side IS NULL))
    QUALIFY row_number() OVER (PARTITION BY document_id, fiscal_year, statement ORDER BY table_no, row_no) = 1
),
own AS (
    SELECT d.*, t.total_yuan, t.page, t.line
    FROM documents AS d
    JOIN totals AS t ON t.document_id = d.document_id AND t.fiscal_year = d.fiscal_year AND t.statement = 'expenditure'
),
by_document AS (
    SELECT
        now.document_id, 1 AS rank, 'document' AS basis,
        min(past.total_yuan) AS prior_yuan,
        CAST(any_value(now.total_yuan) - min(past.total_yuan) AS DECIMAL(18, 2)) AS change_yuan,
        min(past.document_id) AS place_document_id,
        arg_min(past.page, past.document_id) AS page, arg_min(past.line, past.document_id) AS line
    FROM own AS now
    JOIN own AS past
        ON past.jurisdiction = now.jurisdiction AND past.unit = now.unit AND past.scope = now.scope
        AND past.stage = now.stage AND past.fiscal_year = now.fiscal_year - 1
    GROUP BY now.document_id
    HAVING count(DISTINCT past.total_yuan) = 1
),
said AS (
    SELECT
        n.document_id, n.page, n.line,
        CASE WHEN n.direction = 'flat' THEN CAST(0 AS DECIMAL(18, 2)) ELSE n.change_yuan END AS change_yuan
    FROM narrative AS n
    JOIN documents AS d ON d.document_id = n.document_id AND d.fiscal_year = n.fiscal_year
    WHERE n.topic IN ('totals', 'expenditure') AND n.measure = 'total' AND n.code IS NULL
        AND (n.change_yuan IS NOT NULL OR n.direction = 'flat')
),
by_narrative AS (
    SELECT
        s.document_id, 2, 'narrative',
        CAST(any_value(own.total_yuan) - min(s.change_yuan) AS DECIMAL(18, 2)), min(s.change_yuan),
        s.document_id, arg_min(s.page, s.line), min(s.line)
    FROM said AS s
    JOIN own ON own.document_id = s.document_id
    GROUP BY s.document_id
    HAVING count(DISTINCT s.change_yuan) = 1
),
by_table AS (
    SELECT
        own.document_id, 3, 'table', t.total_yuan,
        CAST(own.total_yuan - t.total_yuan AS DECIMAL(18, 2)),
        own.document_id, t.page, t.line
    FROM own
    JOIN totals AS t ON t.document_id = own.document_id AND t.fiscal_year = own.fiscal_year - 1
    QUALIFY row_number() OVER (PARTITION BY own.document_id ORDER BY t.statement) = 1
),
found AS (
    FROM by_document
    UNION ALL
    FROM by_narrative
    UNION ALL
    FROM by_table
)
SELECT
    d.document_id, d.jurisdiction, d.unit, d.scope, d.parent_unit, d.fiscal_year, d.stage,
    f.basis, d.total_yuan, f.prior_yuan, f.change_yuan, f.place_document_id, f.page, f.line
FROM found AS f
JOIN own AS d ON d.document_id = f.document_id
QUALIFY row_number() OVER (PARTITION BY f.document_id ORDER BY f.rank) = 1

-- The change of a document's total expenditure on the year before, and what it rests on (`basis`), the first that there is:
-- `document` the total of the one year before that another loaded document prints (same unit, scope and stage),
-- `narrative` the change that the narrative says, where it says one thing only,
-- `table` the total of the year before in the document's own tables. A document without any of these has no row.
-- place_document_id, page and line tell where the basis is printed.
-- A choice of documents has to reach the figures: nothing is materialised in between, and no window spans documents.
WITH totals AS NOT MATERIALIZED (
    SELECT
        document_id, fiscal_year, statement,
        arg_min({'yuan': amount_yuan, 'page': page, 'line': line}, 1000000 * table_no + row_no) AS found
    FROM amounts
    WHERE statement IN ('expenditure', 'summary') AND is_total AND measure = 'total'
        AND (side = 'expenditure' OR (statement = 'expenditure' AND side IS NULL))
    GROUP BY document_id, fiscal_year, statement
),
own AS NOT MATERIALIZED (
    SELECT d.*, t.found
    FROM documents AS d
    JOIN totals AS t ON t.document_id = d.document_id AND t.fiscal_year = d.fiscal_year
    WHERE t.statement = 'expenditure'
),
by_document AS NOT MATERIALIZED (
    SELECT
        now.document_id, 1 AS rank, 'document' AS basis,
        min(past.found.yuan) AS prior_yuan,
        min(past.document_id) AS place_document_id,
        arg_min({'page': past.found.page, 'line': past.found.line}, past.document_id) AS place
    FROM documents AS now
    JOIN own AS past
        ON past.jurisdiction = now.jurisdiction AND past.unit = now.unit AND past.scope = now.scope
        AND past.stage = now.stage AND past.fiscal_year = now.fiscal_year - 1
    GROUP BY now.document_id
    HAVING count(DISTINCT past.found.yuan) = 1
),
said AS NOT MATERIALIZED (
    SELECT
        n.document_id, n.page, n.line,
        CASE WHEN n.direction = 'flat' THEN CAST(0 AS DECIMAL(18, 2)) ELSE n.change_yuan END AS change_yuan
    FROM narrative AS n
    JOIN documents AS d ON d.document_id = n.document_id AND d.fiscal_year = n.fiscal_year
    WHERE n.topic IN ('totals', 'expenditure') AND n.measure = 'total' AND n.code IS NULL
        AND (n.change_yuan IS NOT NULL OR n.direction = 'flat')
),
by_narrative AS NOT MATERIALIZED (
    SELECT
        s.document_id, 2, 'narrative',
        CAST(any_value(own.found.yuan) - min(s.change_yuan) AS DECIMAL(18, 2)),
        s.document_id, arg_min({'page': s.page, 'line': s.line}, s.line)
    FROM said AS s
    JOIN own ON own.document_id = s.document_id
    GROUP BY s.document_id
    HAVING count(DISTINCT s.change_yuan) = 1
),
by_table AS NOT MATERIALIZED (
    SELECT
        d.document_id, 3, 'table',
        arg_min(t.found.yuan, t.statement), d.document_id,
        arg_min({'page': t.found.page, 'line': t.found.line}, t.statement)
    FROM documents AS d
    JOIN totals AS t ON t.document_id = d.document_id AND t.fiscal_year = d.fiscal_year - 1
    GROUP BY d.document_id
),
found AS NOT MATERIALIZED (
    FROM by_document
    UNION ALL
    FROM by_narrative
    UNION ALL
    FROM by_table
),
best AS NOT MATERIALIZED (
    SELECT
        document_id,
        arg_min({'basis': basis, 'prior': prior_yuan, 'document': place_document_id, 'place': place}, rank) AS f
    FROM found
    GROUP BY document_id
)
SELECT
    d.document_id, d.jurisdiction, d.unit, d.scope, d.parent_unit, d.fiscal_year, d.stage,
    b.f.basis AS basis, d.found.yuan AS total_yuan, b.f.prior AS prior_yuan,
    CAST(d.found.yuan - b.f.prior AS DECIMAL(18, 2)) AS change_yuan,
    b.f.document AS place_document_id, b.f.place.page AS page, b.f.place.line AS line
FROM own AS d
JOIN best AS b ON b.document_id = d.document_id

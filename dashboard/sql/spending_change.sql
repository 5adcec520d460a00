-- What each row of the statements by function code may be compared with, by code (empty: the total row): the same code
-- in the one document of the year before about the same unit (same scope, same stage), and the change that the
-- document's own narrative says of the function. A code printed twice, several documents of one year, or two different
-- sentences are no basis. `said_of_yuan` is the amount the sentence is about: where it is not the row's, it speaks of
-- other money.
WITH pairs AS (
    SELECT now.document_id, now.fiscal_year, min(past.document_id) AS past_document_id
    FROM documents AS now
    LEFT JOIN documents AS past
        ON past.jurisdiction = now.jurisdiction AND past.unit = now.unit AND past.scope = now.scope
        AND past.stage = now.stage AND past.fiscal_year = now.fiscal_year - 1
        AND coalesce(past.parent_unit = now.parent_unit, TRUE)
    WHERE list_contains($documents, now.document_id)
    GROUP BY now.document_id, now.fiscal_year
    HAVING count(past.document_id) <= 1
),
wanted AS (
    SELECT document_id, fiscal_year FROM pairs
    UNION
    SELECT past_document_id, fiscal_year - 1 FROM pairs WHERE past_document_id IS NOT NULL
),
printed AS (
    SELECT a.document_id, a.fiscal_year, a.statement, a.is_total, a.code, a.name, a.amount_yuan, a.page, a.line
    FROM amounts AS a
    SEMI JOIN wanted AS w ON w.document_id = a.document_id
    WHERE a.statement IN ('expenditure', 'general_public', 'government_fund', 'state_capital')
        AND ($statement::VARCHAR IS NULL OR a.statement = $statement)
        AND a.measure = 'total' AND a.side IS DISTINCT FROM 'income' AND (a.is_total OR a.code IS NOT NULL)
),
lines AS MATERIALIZED (
    SELECT
        a.document_id, a.statement, CASE WHEN a.is_total THEN '' ELSE a.code END AS code, any_value(a.name) AS name,
        max(a.amount_yuan) AS amount_yuan, min(a.page) AS page, min(a.line) AS line
    FROM printed AS a
    JOIN wanted AS w ON w.document_id = a.document_id AND w.fiscal_year = a.fiscal_year
    GROUP BY a.document_id, a.statement, CASE WHEN a.is_total THEN '' ELSE a.code END
    HAVING count(*) = 1
),
-- A narrative names the function by its code, or by its whole path: 社会保障和就业支出（类）…（款）…（项）.
told AS MATERIALIZED (
    SELECT n.*
    FROM narrative AS n
    JOIN pairs AS p ON p.document_id = n.document_id AND p.fiscal_year = n.fiscal_year
    WHERE n.topic = 'function' AND n.measure = 'total' AND NOT n.is_approximate AND n.amount_yuan IS NOT NULL
        AND (n.change_yuan IS NOT NULL OR n.direction = 'flat')
),
by_path AS (SELECT DISTINCT document_id FROM told WHERE code IS NULL),
paths AS (
    SELECT
        l.document_id, l.statement, l.code,
        string_agg(regexp_replace(above.name, '\s', '', 'g'), '' ORDER BY length(above.code)) AS path
    FROM lines AS l
    JOIN lines AS above
        ON above.document_id = l.document_id AND above.statement = l.statement
        AND above.code <> '' AND starts_with(l.code, above.code)
    SEMI JOIN by_path AS b ON b.document_id = l.document_id
    GROUP BY l.document_id, l.statement, l.code
),
named AS (
    SELECT l.document_id, l.statement, l.code, n.amount_yuan, n.direction, n.change_yuan, n.page, n.line
    FROM told AS n
    JOIN lines AS l ON l.document_id = n.document_id AND l.code = n.code
    WHERE l.code <> ''
    UNION ALL
    SELECT s.document_id, s.statement, s.code, n.amount_yuan, n.direction, n.change_yuan, n.page, n.line
    FROM told AS n
    JOIN paths AS s
        ON s.document_id = n.document_id AND s.path = regexp_replace(n.subject, '[（(][类款项][）)]|\s', '', 'g')
    WHERE n.code IS NULL
),
said AS (
    SELECT
        document_id, statement, code,
        any_value(amount_yuan) AS said_of_yuan,
        any_value(CASE WHEN direction = 'flat' THEN 0 ELSE change_yuan END) AS said_change_yuan,
        any_value(page) AS said_page, any_value(line) AS said_line
    FROM named
    GROUP BY document_id, statement, code
    HAVING count(DISTINCT (amount_yuan, direction, change_yuan)) = 1
)
SELECT
    l.document_id, l.statement, l.code,
    past.amount_yuan AS past_yuan, past.document_id AS past_document_id, past.page AS past_page, past.line AS past_line,
    said.said_of_yuan, said.said_change_yuan, said.said_page, said.said_line
FROM lines AS l
JOIN pairs AS p ON p.document_id = l.document_id
LEFT JOIN lines AS past
    ON past.document_id = p.past_document_id AND past.statement = l.statement AND past.code = l.code
LEFT JOIN said ON said.document_id = l.document_id AND said.statement = l.statement AND said.code = l.code
WHERE past.document_id IS NOT NULL OR said.document_id IS NOT NULL
ORDER BY l.document_id, l.statement, l.code

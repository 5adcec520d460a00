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
lines AS (
    SELECT
        a.document_id, a.statement, CASE WHEN a.is_total THEN '' ELSE a.code END AS code, any_value(a.name) AS name,
        max(a.amount_yuan) AS amount_yuan, min(a.page) AS page, min(a.line) AS line
    FROM amounts AS a
    JOIN wanted AS w ON w.document_id = a.document_id AND w.fiscal_year = a.fiscal_year
    WHERE a.statement IN ('expenditure', 'general_public', 'government_fund', 'state_capital')
        AND a.measure = 'total' AND a.side IS DISTINCT FROM 'income' AND (a.is_total OR a.code IS NOT NULL)
    GROUP BY a.document_id, a.statement, CASE WHEN a.is_total THEN '' ELSE a.code END
    HAVING count(*) = 1
),
-- A narrative names the function by its whole path: 社会保障和就业支出（类）…（款）…（项）.
paths AS (
    SELECT
        l.document_id, l.statement, l.code,
        string_agg(regexp_replace(above.name, '\s', '', 'g'), '' ORDER BY length(above.code)) AS path
    FROM lines AS l
    JOIN lines AS above
        ON above.document_id = l.document_id AND above.statement = l.statement
        AND above.code <> '' AND starts_with(l.code, above.code)
    JOIN pairs AS p ON p.document_id = l.document_id
    GROUP BY l.document_id, l.statement, l.code
),
said AS (
    SELECT
        paths.document_id, paths.statement, paths.code,
        any_value(n.amount_yuan) AS said_of_yuan,
        any_value(CASE WHEN n.direction = 'flat' THEN 0 ELSE n.change_yuan END) AS said_change_yuan,
        any_value(n.page) AS said_page, any_value(n.line) AS said_line
    FROM narrative AS n
    JOIN pairs AS p ON p.document_id = n.document_id AND p.fiscal_year = n.fiscal_year
    JOIN paths
        ON paths.document_id = n.document_id
        AND (
            n.code = paths.code
            OR (n.code IS NULL AND paths.path = regexp_replace(n.subject, '[（(][类款项][）)]|\s', '', 'g'))
        )
    WHERE n.topic = 'function' AND n.measure = 'total' AND NOT n.is_approximate AND n.amount_yuan IS NOT NULL
        AND (n.change_yuan IS NOT NULL OR n.direction = 'flat')
    GROUP BY paths.document_id, paths.statement, paths.code
    HAVING count(DISTINCT (n.amount_yuan, n.direction, n.change_yuan)) = 1
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

-- The projects of all documents that match a text and have targets or not, in the chosen order; whatever else they are
-- chosen by (documents, category, amount) is chosen from these rows, which are many and therefore narrow. `project_rows`
-- tells the rest of them.
-- $text is lower case, looked for as it is in names (broken by spaces or not), codes and what the targets say; $letters tells
-- that it has letters with two cases. The rows of a form that hold its money (项目资金) are no targets.
WITH hits AS (
    SELECT DISTINCT document_id, project_no
    FROM targets
    WHERE $text <> '' AND CASE WHEN $letters
        THEN contains(lower(level3), $text) OR contains(lower(value_text), $text) OR contains(lower(project_name), $text)
        ELSE contains(level3, $text) OR contains(value_text, $text) OR contains(project_name, $text) END
),
counted AS (
    SELECT document_id, project_no, count(*) AS target_count
    FROM targets
    WHERE ($targets <> 'all' OR $sort = 'targets') AND project_no IS NOT NULL AND level1 <> '项目资金'
    GROUP BY document_id, project_no
),
-- Only the order by share needs what every project is a part of.
spending AS (
    SELECT a.document_id, any_value(a.amount_yuan) AS project_spending_yuan
    FROM amounts AS a
    JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE $sort = 'share'
        AND a.statement = 'expenditure' AND a.measure = 'project' AND a.is_total AND a.side IS DISTINCT FROM 'income'
    GROUP BY a.document_id
)
SELECT p.document_id, p.project_no, coalesce(p.category, '') AS category, p.total_yuan
FROM projects AS p
LEFT JOIN spending AS s ON s.document_id = p.document_id
LEFT JOIN hits AS h ON h.document_id = p.document_id AND h.project_no = p.project_no
LEFT JOIN counted AS c ON c.document_id = p.document_id AND c.project_no = p.project_no
WHERE CASE $targets WHEN 'with' THEN c.target_count IS NOT NULL WHEN 'without' THEN c.target_count IS NULL ELSE TRUE END
    AND (
        $text = '' OR h.document_id IS NOT NULL
        OR contains(lower(p.name), $text) OR contains(replace(lower(p.name), ' ', ''), replace($text, ' ', ''))
        OR contains(lower(coalesce(p.code, '')), $text)
    )
ORDER BY
    CASE $sort WHEN 'amount' THEN p.total_yuan WHEN 'targets' THEN coalesce(c.target_count, 0)
        WHEN 'share' THEN p.total_yuan / nullif(s.project_spending_yuan, 0) END DESC NULLS LAST,
    CASE WHEN $sort = 'name' THEN p.name END,
    p.total_yuan DESC NULLS LAST, p.document_id, p.project_no

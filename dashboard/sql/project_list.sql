-- Projects that match, with what each page row needs; at most 500 in the chosen order, `found` counts all.
-- $text is lower case, looked for as it is in names (broken by spaces or not), codes and what the targets say; $letters tells
-- that it has letters with two cases. hit is the first target found.
-- The rows of a form that hold its money (项目资金) are no targets. $size is the number of a size band, -1 for no printed amount,
-- NULL for all; band n lies from the n-th of $edges up to the next.
WITH hits AS (
    SELECT document_id, project_no, min(level3) AS hit
    FROM targets
    WHERE $text <> '' AND CASE WHEN $letters
        THEN contains(lower(level3), $text) OR contains(lower(value_text), $text) OR contains(lower(project_name), $text)
        ELSE contains(level3, $text) OR contains(value_text, $text) OR contains(project_name, $text) END
    GROUP BY document_id, project_no
),
counted AS (
    SELECT document_id, project_no, count(*) AS target_count
    FROM targets
    WHERE ($targets <> 'all' OR $sort = 'targets') AND project_no IS NOT NULL AND level1 <> '项目资金'
    GROUP BY document_id, project_no
),
spending AS (
    SELECT a.document_id, any_value(a.amount_yuan) AS project_spending_yuan
    FROM amounts AS a
    JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE a.statement = 'expenditure' AND a.measure = 'project' AND a.is_total AND a.side IS DISTINCT FROM 'income'
    GROUP BY a.document_id
),
-- Only the order by share needs what every project is a part of.
spending_of_all AS (SELECT * FROM spending WHERE $sort = 'share'),
matching AS (
    SELECT
        p.document_id, p.project_no, p.name, p.total_yuan, s.project_spending_yuan, h.hit,
        coalesce(c.target_count, 0) AS sort_count
    FROM projects AS p
    LEFT JOIN spending_of_all AS s ON s.document_id = p.document_id
    LEFT JOIN hits AS h ON h.document_id = p.document_id AND h.project_no = p.project_no
    LEFT JOIN counted AS c ON c.document_id = p.document_id AND c.project_no = p.project_no
    WHERE ($documents::VARCHAR[] IS NULL OR p.document_id IN (SELECT unnest($documents::VARCHAR[])))
        AND (len($categories) = 0 OR list_contains($categories, coalesce(p.category, '')))
        AND ($least IS NULL OR p.total_yuan >= $least::DECIMAL(18, 2))
        AND CASE $targets WHEN 'with' THEN c.target_count IS NOT NULL WHEN 'without' THEN c.target_count IS NULL ELSE TRUE END
        AND CASE WHEN $size IS NULL THEN TRUE WHEN $size = -1 THEN p.total_yuan IS NULL
            ELSE p.total_yuan IS NOT NULL AND len(list_filter($edges::DECIMAL(18, 2)[], lambda e: e <= p.total_yuan)) = $size END
        AND (
            $text = '' OR h.document_id IS NOT NULL
            OR contains(lower(p.name), $text) OR contains(replace(lower(p.name), ' ', ''), replace($text, ' ', ''))
            OR contains(lower(coalesce(p.code, '')), $text)
        )
),
first AS MATERIALIZED (
    SELECT *
    FROM matching
    ORDER BY
        CASE $sort WHEN 'amount' THEN total_yuan WHEN 'targets' THEN sort_count
            WHEN 'share' THEN total_yuan / nullif(project_spending_yuan, 0) END DESC NULLS LAST,
        CASE WHEN $sort = 'name' THEN name END,
        total_yuan DESC NULLS LAST, document_id, project_no
    LIMIT 500
),
spending_of_first AS (
    SELECT a.document_id, any_value(a.amount_yuan) AS project_spending_yuan
    FROM amounts AS a
    JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    SEMI JOIN first AS f ON f.document_id = a.document_id
    WHERE $sort <> 'share' AND a.statement = 'expenditure' AND a.measure = 'project' AND a.is_total AND a.side IS DISTINCT FROM 'income'
    GROUP BY a.document_id
),
told AS (
    SELECT
        t.document_id, t.project_no, count(*) FILTER (t.level1 <> '项目资金') AS target_count,
        count(DISTINCT t.form_no) AS form_count
    FROM targets AS t
    SEMI JOIN first AS f ON f.document_id = t.document_id AND f.project_no = t.project_no
    GROUP BY t.document_id, t.project_no
)
SELECT
    p.*, coalesce(x.project_spending_yuan, f.project_spending_yuan) AS project_spending_yuan, f.hit,
    CAST((SELECT count(*) FROM matching) AS INTEGER) AS found,
    coalesce(t.target_count, 0) AS target_count, coalesce(t.form_count, 0) AS form_count
FROM first AS f
JOIN projects AS p ON p.document_id = f.document_id AND p.project_no = f.project_no
LEFT JOIN spending_of_first AS x ON x.document_id = f.document_id
LEFT JOIN told AS t ON t.document_id = f.document_id AND t.project_no = f.project_no
ORDER BY
    CASE $sort WHEN 'amount' THEN f.total_yuan WHEN 'targets' THEN coalesce(t.target_count, 0)
        WHEN 'share' THEN f.total_yuan / nullif(f.project_spending_yuan, 0) END DESC NULLS LAST,
    CASE WHEN $sort = 'name' THEN f.name END,
    f.total_yuan DESC NULLS LAST, f.document_id, f.project_no

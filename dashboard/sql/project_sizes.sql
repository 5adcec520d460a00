-- How many projects and how much money in each size band, by document, under the same filters as the list; the documents with
-- most money in matching projects, at most $documents_shown; `found` counts all that match. band as in the list; -1: not printed.
WITH hits AS (
    SELECT DISTINCT document_id, project_no
    FROM targets
    WHERE $text <> '' AND CASE WHEN $letters
        THEN contains(lower(level3), $text) OR contains(lower(value_text), $text) OR contains(lower(project_name), $text)
        ELSE contains(level3, $text) OR contains(value_text, $text) OR contains(project_name, $text) END
),
counted AS (
    SELECT DISTINCT document_id, project_no FROM targets WHERE $targets <> 'all' AND project_no IS NOT NULL AND level1 <> '项目资金'
),
matching AS (
    SELECT
        p.document_id, p.total_yuan,
        CASE WHEN p.total_yuan IS NULL THEN -1
            ELSE len(list_filter($edges::DECIMAL(18, 2)[], lambda e: e <= p.total_yuan)) END AS band
    FROM projects AS p
    LEFT JOIN hits AS h ON h.document_id = p.document_id AND h.project_no = p.project_no
    LEFT JOIN counted AS c ON c.document_id = p.document_id AND c.project_no = p.project_no
    WHERE ($documents::VARCHAR[] IS NULL OR p.document_id IN (SELECT unnest($documents::VARCHAR[])))
        AND (len($categories) = 0 OR list_contains($categories, coalesce(p.category, '')))
        AND ($least IS NULL OR p.total_yuan >= $least::DECIMAL(18, 2))
        AND CASE $targets WHEN 'with' THEN c.document_id IS NOT NULL WHEN 'without' THEN c.document_id IS NULL ELSE TRUE END
        AND (
            $text = '' OR h.document_id IS NOT NULL
            OR contains(lower(p.name), $text) OR contains(replace(lower(p.name), ' ', ''), replace($text, ' ', ''))
            OR contains(lower(coalesce(p.code, '')), $text)
        )
),
bands AS (
    SELECT document_id, CAST(band AS INTEGER) AS band, CAST(count(*) AS INTEGER) AS projects,
        CAST(sum(total_yuan) AS DECIMAL(18, 2)) AS amount_yuan
    FROM matching
    WHERE $size IS NULL OR band = $size
    GROUP BY document_id, band
),
ranked AS (
    SELECT document_id, row_number() OVER (ORDER BY sum(amount_yuan) DESC NULLS LAST, document_id) AS rank,
        CAST(count(*) OVER () AS INTEGER) AS found
    FROM bands
    GROUP BY document_id
)
SELECT b.*, r.found
FROM bands AS b
JOIN ranked AS r ON r.document_id = b.document_id
WHERE r.rank <= $documents_shown
ORDER BY r.rank, b.band

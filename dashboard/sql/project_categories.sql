-- The printed categories of projects in the chosen documents, most frequent first; '' stands for none printed.
SELECT coalesce(category, '') AS category, CAST(count(*) AS INTEGER) AS projects
FROM projects
WHERE ($documents::VARCHAR[] IS NULL OR document_id IN (SELECT unnest($documents::VARCHAR[])))
GROUP BY ALL
ORDER BY projects DESC, category
LIMIT $most

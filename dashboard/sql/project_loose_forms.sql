-- Target forms with the money they print, whose project is not in the document's table of projects; at most $most, `found` counts all.
SELECT document_id, form_no, any_value(project_code) AS project_code, any_value(project_name) AS project_name,
    CAST(count(*) FILTER (level1 <> '项目资金') AS INTEGER) AS targets,
    string_agg(level2 || ' ' || value_text, '；' ORDER BY line) FILTER (level1 = '项目资金') AS money_text, min(page) AS page, min(line) AS line, CAST(count(*) OVER () AS INTEGER) AS found
FROM targets
WHERE project_no IS NULL AND ($documents::VARCHAR[] IS NULL OR document_id IN (SELECT unnest($documents::VARCHAR[])))
GROUP BY document_id, form_no
ORDER BY document_id, form_no
LIMIT $most

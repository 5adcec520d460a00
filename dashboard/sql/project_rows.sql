-- Some projects of `project_matching` with what each page row needs, in the order they are asked for. hit is the first
-- target that the text is found in; $text and $letters as there. The rows of a form that hold its money (项目资金) are no
-- targets.
WITH wanted AS MATERIALIZED (
    SELECT
        unnest($documents::VARCHAR[]) AS document_id, unnest($numbers::INTEGER[]) AS project_no,
        generate_subscripts($numbers::INTEGER[], 1) AS place
),
told AS (
    SELECT
        t.document_id, t.project_no,
        count(*) FILTER (t.level1 <> '项目资金') AS target_count,
        count(DISTINCT t.form_no) AS form_count,
        min(t.level3) FILTER (
            $text <> '' AND CASE WHEN $letters
            THEN contains(lower(t.level3), $text) OR contains(lower(t.value_text), $text)
                OR contains(lower(t.project_name), $text)
            ELSE contains(t.level3, $text) OR contains(t.value_text, $text) OR contains(t.project_name, $text) END
        ) AS hit
    FROM targets AS t
    SEMI JOIN wanted AS w ON w.document_id = t.document_id AND w.project_no = t.project_no
    GROUP BY t.document_id, t.project_no
)
SELECT p.*, t.hit, coalesce(t.target_count, 0) AS target_count, coalesce(t.form_count, 0) AS form_count
FROM wanted AS w
JOIN projects AS p ON p.document_id = w.document_id AND p.project_no = w.project_no
LEFT JOIN told AS t ON t.document_id = w.document_id AND t.project_no = w.project_no
ORDER BY w.place

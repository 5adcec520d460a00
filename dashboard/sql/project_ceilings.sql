-- Cost targets that limit money (≤ or <, in plain money) beside the budget of their project, largest overrun first; at most
-- $most, `found` counts all. Prices and standards per head are left out: no total can be held against them.
-- difference = budget − ceiling, where the form sets one ceiling alone; several (together) may limit parts.
WITH limits AS (
    SELECT
        t.document_id, t.project_no, t.form_no, p.name, p.code, t.level3, t.value_text, p.total_yuan,
        CAST(t.value_number * u.factor AS DECIMAL(18, 2)) AS ceiling_yuan, t.page, t.line,
        CAST(count(*) OVER (PARTITION BY t.document_id, t.project_no, t.form_no) AS INTEGER) AS together
    FROM targets AS t
    JOIN (VALUES ('元', 1), ('万元', 10000), ('万', 10000), ('亿元', 100000000)) AS u (unit, factor)
        ON u.unit = replace(t.value_unit, ' ', '')
    JOIN projects AS p ON p.document_id = t.document_id AND p.project_no = t.project_no
    WHERE ($documents::VARCHAR[] IS NULL OR t.document_id IN (SELECT unnest($documents::VARCHAR[])))
        AND t.comparator IN ('≤', '<')
        AND (contains(t.level1, '成本') OR contains(t.level2, '成本'))
        AND NOT regexp_matches(t.level3, '人均|年均|月均|户均|标准|单价|单位成本|每')
)
SELECT
    *, CASE WHEN together = 1 THEN CAST(total_yuan - ceiling_yuan AS DECIMAL(18, 2)) END AS difference_yuan,
    CAST(count(*) OVER () AS INTEGER) AS found
FROM limits
ORDER BY difference_yuan DESC NULLS LAST, document_id, project_no, form_no, line
LIMIT $most

-- The targets of one project, form by form; is_money marks the rows that hold the form's own money. ceiling_yuan is what a cost target with ≤ or < limits, in 元, where its unit is
-- plain money; is_unit_cost marks those that speak of a price or a standard per head, which no total can be held against.
SELECT
    t.document_id, t.form_no, t.project_code, t.project_name, t.level1, t.level2, t.level3, t.value_text, t.value_unit, t.page, t.line,
    CASE WHEN (contains(t.level1, '成本') OR contains(t.level2, '成本')) AND t.comparator IN ('≤', '<')
        THEN CAST(t.value_number * u.factor AS DECIMAL(18, 2)) END AS ceiling_yuan,
    t.level1 = '项目资金' AS is_money,
    regexp_matches(t.level3, '人均|年均|月均|户均|标准|单价|单位成本|每') AS is_unit_cost
FROM targets AS t
LEFT JOIN (VALUES ('元', 1), ('万元', 10000), ('万', 10000), ('亿元', 100000000)) AS u (unit, factor)
    ON u.unit = replace(t.value_unit, ' ', '')
WHERE t.document_id = $document AND t.project_no = $project_no
ORDER BY t.form_no, t.line, t.page

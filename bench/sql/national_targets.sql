-- Head counts for what is paid to persons, a share for the rest; the figures of both are made up.
WITH counted AS (
    SELECT p.*, d.place, p.name LIKE '%养老%' OR p.name LIKE '%低保%' OR p.name LIKE '%津贴%' AS to_persons,
        CAST(p.project // 9 + 1 AS VARCHAR) AS heads
    FROM named_projects AS p JOIN docs AS d ON d.document_id = p.document_id
)
SELECT
    document_id, project_no, project_no AS form_no, name AS project_name,
    CASE WHEN to_persons THEN '产出指标' ELSE '效益指标' END AS level1,
    CASE WHEN to_persons THEN '数量指标' ELSE '满意度指标' END AS level2,
    CASE WHEN to_persons THEN '享受待遇人数' ELSE '服务对象满意度' END AS level3,
    CASE WHEN to_persons THEN '≥' || heads || '人' ELSE '≥95%' END AS value_text,
    '≥' AS comparator,
    CAST(CASE WHEN to_persons THEN heads ELSE '95' END AS DECIMAL(24, 6)) AS value_number,
    CASE WHEN to_persons THEN '人' ELSE '%' END AS value_unit,
    1300 + project_no AS line, project_no AS target_no
FROM counted
ORDER BY place, project_no

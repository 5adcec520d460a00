-- The change of a whole against the changes of its parts, where the parts are all there can be.
SELECT
    document_id, list_no AS anchor, whole_statement AS statement, any_value(whole_measure) AS measure,
    any_value(whole_year) AS fiscal_year, any_value(whole_name) AS subject, 'left' AS role,
    '增减额' AS label, any_value(whole_change) AS figure,
    '所列 ' || count(*) || ' 项的增减额之和' AS right_label,
    CASE WHEN count(change.yuan) < count(*) THEN (count(*) - count(change.yuan)) || ' 项未印出增减额' END AS missing,
    list_no * 1000 AS ord
FROM said_part
WHERE is_complete AND whole_change.yuan IS NOT NULL
GROUP BY document_id, whole_no, list, list_no, whole_statement
HAVING count(change.yuan) > 0
UNION ALL BY NAME
SELECT
    document_id, list_no AS anchor, whole_statement AS statement, whole_measure AS measure, whole_year AS fiscal_year,
    whole_name AS subject, 'right' AS role, name AS label, change AS figure, list_no * 1000 + fact_no AS ord
FROM said_part
WHERE is_complete AND whole_change.yuan IS NOT NULL AND change.yuan IS NOT NULL

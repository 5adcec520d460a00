-- What a rule needs and a document does not print: declared empty or absent, the rule does not apply; failed, or
-- nothing read, it cannot be settled.
INSERT INTO operand BY NAME
SELECT
    n.rule, d.document_id, 'needs ' || n.statement AS anchor, n.statement,
    CASE WHEN s.status IN ('declared_empty', 'absent') THEN 'not_applicable' ELSE 'insufficient' END AS role,
    CASE s.status
        WHEN 'declared_empty' THEN w.label || '声明为空'
        WHEN 'absent' THEN '文档未公开' || w.label
        WHEN 'failed' THEN w.label || '解析失败，无法核对'
        ELSE '没有读到' || w.label || '的数字，无法核对'
    END || CASE WHEN coalesce(s.note, '') <> '' THEN '：' || s.note ELSE '' END AS label,
    {'page': s.page, 'line': s.line, 'document_id': d.document_id} AS figure, 0 AS ord
FROM rule_needs AS n
CROSS JOIN doc AS d
JOIN word AS w ON w.kind = 'statement' AND w.key = n.statement
LEFT JOIN statements AS s ON s.document_id = d.document_id AND s.statement = n.statement
WHERE NOT EXISTS (FROM fig AS f WHERE f.document_id = d.document_id AND f.statement = n.statement);

-- A rule that needs several statements is settled for none of them where one is missing.
DELETE FROM operand AS o
USING rule_needs AS n
WHERE n.together AND o.rule = n.rule AND o.role NOT IN ('not_applicable', 'insufficient')
    AND NOT EXISTS (FROM fig AS f WHERE f.document_id = o.document_id AND f.statement = n.statement);

-- Every rule says something of every document.
INSERT INTO operand BY NAME
SELECT r.rule, d.document_id, 'nothing' AS anchor, r.statement, 'not_applicable' AS role, r.otherwise AS label
FROM rule_otherwise AS r
CROSS JOIN doc AS d
WHERE NOT EXISTS (FROM operand AS o WHERE o.rule = r.rule AND o.document_id = d.document_id);

-- Notes of emptiness, counted: one of its own under a table without figures, none under a table with figures. A note
-- that another table carries may speak of this one too. Where no note was read, it may stand where notes are not looked
-- for: that is no finding.
WITH said AS (
    SELECT
        s.document_id, s.statement, s.status, s.note, s.page, s.line, w.label AS statement_label,
        s.note <> (SELECT label FROM word WHERE kind = 'note' AND key = '')
            AND regexp_matches(s.note, (SELECT label FROM word WHERE kind = 'pattern' AND key = 'declared_empty'))
            AS declares
    FROM statements AS s
    JOIN doc USING (document_id)
    JOIN word AS w ON w.kind = 'statement' AND w.key = s.statement
    WHERE s.status = 'declared_empty'
        OR (s.status = 'figures' AND s.note <> ''
            AND regexp_matches(s.note, (SELECT label FROM word WHERE kind = 'pattern' AND key = 'empty_table')))
),
named AS (
    SELECT DISTINCT s.document_id, s.statement, n.key AS names
    FROM said AS s
    JOIN word AS n ON n.kind = 'note' AND n.key <> '' AND contains(s.note, n.label)
    WHERE s.declares
),
naming AS (
    SELECT
        n.document_id, n.statement, NOT bool_or(n.names = n.statement) AS of_others, min(w.label) AS other_label
    FROM named AS n
    JOIN word AS w ON w.kind = 'statement' AND w.key = n.names
    GROUP BY n.document_id, n.statement
),
judged AS (
    SELECT
        s.*, n.other_label,
        coalesce(n.of_others, FALSE) AND s.statement IN (SELECT key FROM word WHERE kind = 'note') AS of_another,
        e.document_id IS NOT NULL AS said_elsewhere
    FROM said AS s
    LEFT JOIN naming AS n ON n.document_id = s.document_id AND n.statement = s.statement
    LEFT JOIN (SELECT DISTINCT document_id, names FROM named WHERE names <> statement) AS e
        ON e.document_id = s.document_id AND e.names = s.statement
)
SELECT
    document_id, statement AS anchor, statement, statement_label AS subject, r.role,
    CASE r.role WHEN 'left' THEN '本表为空的附注' ELSE r.label END AS label,
    {'yuan': r.yuan, 'half': 0, 'text': r.yuan::VARCHAR, 'unit_text': '个', 'source': 'derived',
     'document_id': document_id, 'page': page, 'line': line} AS figure,
    r.ord,
    CASE
        WHEN status = 'figures' THEN '：附注“' || note || '”'
        WHEN of_another THEN '：附注说的是' || other_label || '（“' || note || '”）'
        ELSE '：“' || note || '”'
    END AS remark
FROM (FROM judged WHERE status = 'figures' OR declares OR said_elsewhere)
CROSS JOIN LATERAL (
    SELECT 'left' AS role, NULL AS label, 1 AS ord,
        CASE WHEN status = 'figures' OR said_elsewhere OR (declares AND NOT of_another) THEN 1 ELSE 0 END AS yuan
    UNION ALL
    SELECT 'right', CASE status WHEN 'figures' THEN '有数字的表应有' ELSE '无数字的表应有' END, 2,
        CASE status WHEN 'figures' THEN 0 ELSE 1 END
) AS r
UNION ALL BY NAME
SELECT
    document_id, statement AS anchor, statement, statement_label AS subject, 'insufficient' AS role,
    '表内无数字，表下没有读到空表说明' AS label,
    {'page': page, 'line': line, 'document_id': document_id} AS figure
FROM judged
WHERE status <> 'figures' AND NOT declares AND NOT said_elsewhere

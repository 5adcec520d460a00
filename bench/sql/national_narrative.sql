-- What the prose says: totals with their change on the year before, and “三公”. Every sentence holds its own figures.
WITH compared AS (
    SELECT d.document_id, d.place, d.fiscal_year, f.topic, f.subject, f.measure, f.code, f.now, f.was
    FROM docs AS d
    JOIN totals AS n ON n.document_id = d.document_id AND n.years_before = 0
    JOIN totals AS b ON b.document_id = d.document_id AND b.years_before = 1
    CROSS JOIN LATERAL (VALUES
        ('totals', '收支预算', 'total', NULL, n.fiscal + coalesce(n.own, 0), b.fiscal + coalesce(b.own, 0)),
        ('expenditure', '基本支出', 'basic', NULL, n.basic, b.basic),
        ('expenditure', '项目支出', 'project', NULL, n.project, b.project)
    ) AS f(topic, subject, measure, code, now, was)
    UNION ALL
    SELECT d.document_id, d.place, d.fiscal_year, 'three_public', f.subject, 'total', f.code, f.now, f.was
    FROM docs AS d
    JOIN three AS n ON n.document_id = d.document_id AND n.years_before = 0
    JOIN three AS b ON b.document_id = d.document_id AND b.years_before = 1
    CROSS JOIN LATERAL (VALUES
        ('“三公”经费', 'total', coalesce(n.abroad, 0) + coalesce(n.purchase, 0) + n.operation + n.reception,
            coalesce(b.abroad, 0) + coalesce(b.purchase, 0) + b.operation + b.reception),
        ('公务接待费', 'reception', n.reception, b.reception)
    ) AS f(subject, code, now, was)
    WHERE d.stage = 'budget'
)
SELECT
    document_id, topic, subject, measure, code, fiscal_year,
    CAST(100 * now AS DECIMAL(18, 2)) AS amount_yuan,
    CAST(100 * (now - was) AS DECIMAL(18, 2)) AS change_yuan,
    CAST(CASE WHEN was > 0 AND now <> was THEN round(CAST(100 * (now - was) AS DECIMAL(20, 4)) / was, 2) END
        AS DECIMAL(12, 4)) AS change_pct,
    CAST(CAST(abs(change_pct) AS DECIMAL(12, 2)) AS VARCHAR) AS pct_text,
    CASE WHEN now > was THEN 'increase' WHEN now < was THEN 'decrease' ELSE 'flat' END AS direction,
    subject || in_wan(now) || '万元，' || CASE
        WHEN now = was THEN '与上年持平。'
        ELSE '比上年' || CASE WHEN now > was THEN '增加' ELSE '减少' END || in_wan(abs(now - was)) || '万元'
            || coalesce(CASE WHEN now > was THEN '，增长' ELSE '，下降' END || pct_text || '%', '') || '。'
    END AS text,
    CAST(1400 + row_number() OVER said AS INTEGER) AS line, CAST(row_number() OVER said AS INTEGER) AS fact_no,
    in_wan(now) AS amount_text, CASE WHEN now <> was THEN in_wan(abs(now - was)) END AS change_text,
    '万元' AS unit_text
FROM compared
WINDOW said AS (PARTITION BY document_id ORDER BY topic, measure, code)
ORDER BY place, line

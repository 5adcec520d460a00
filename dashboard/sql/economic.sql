-- 一般公共预算基本支出 by departmental economic classification (类 only: 款 would count twice).
SELECT
    a.document_id, a.code, a.name,
    CAST(sum(a.amount_yuan) FILTER (a.measure = 'total') AS DECIMAL(18, 2)) AS total_yuan,
    CAST(sum(a.amount_yuan) FILTER (a.measure = 'personnel') AS DECIMAL(18, 2)) AS personnel_yuan,
    CAST(sum(a.amount_yuan) FILTER (a.measure = 'public') AS DECIMAL(18, 2)) AS public_yuan,
    string_agg(a.amount_text, ' + ' ORDER BY a.line) FILTER (a.measure = 'total') AS amount_text,
    min(a.page) AS page, min(a.line) AS line
FROM amounts AS a
JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
WHERE a.statement = 'basic_economic' AND a.level = 1 AND NOT a.is_total AND list_contains($documents, a.document_id)
GROUP BY a.document_id, a.code, a.name
ORDER BY a.document_id, a.code

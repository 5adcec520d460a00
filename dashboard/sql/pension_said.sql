-- What the narratives of the chosen documents say on the year before about a function code, or about a pension-fund gap.
SELECT
    document_id, topic, code, fiscal_year, amount_yuan,
    CAST(CASE WHEN direction = 'flat' THEN 0 ELSE change_yuan END AS DECIMAL(18, 2)) AS change_yuan,
    change_pct, pct_text, is_approximate, text, page, line
FROM narrative
WHERE list_contains($documents, document_id)
    AND (topic = 'pension_gap' OR topic = 'function' AND code IS NOT NULL)
    AND (direction = 'flat' OR change_yuan IS NOT NULL OR change_pct IS NOT NULL)
ORDER BY document_id, line, code

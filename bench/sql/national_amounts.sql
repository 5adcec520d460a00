-- One row per printed figure. A seeded few are altered: what the checks have to find.
SELECT
    p.document_id, p.statement, CAST(coalesce(p.year, d.fiscal_year) AS INTEGER) AS fiscal_year,
    p.side, p.code, coalesce(p.name, '合计') AS name, p.paired_name, CAST(p.level AS INTEGER) AS level,
    p.parent_code, p.is_total, p.measure,
    CAST(p.shown * 100 AS DECIMAL(18, 2)) AS amount_yuan,
    CASE coalesce(p.unit_text, d.unit_text)
        WHEN '元' THEN format('{:,}', p.shown * 100) || '.00'
        ELSE format('{:,}', p.shown // 100) || '.' || lpad(CAST(p.shown % 100 AS VARCHAR), 2, '0')
    END AS amount_text,
    coalesce(p.unit_text, d.unit_text) AS unit_text, 'printed' AS origin,
    CASE d.source_format WHEN 'pdf' THEN p.table_no + 2 END AS page,
    CAST(CASE d.source_format WHEN 'pdf' THEN p.row_no + 4 ELSE p.table_no * 100 + p.row_no END AS INTEGER) AS line,
    CAST(p.table_no AS INTEGER) AS table_no, CAST(p.row_no AS INTEGER) AS row_no,
    CAST(row_number() OVER (PARTITION BY p.document_id ORDER BY p.table_no, p.row_no, p.measure) AS INTEGER) AS figure_no
FROM (
    SELECT *, amount + CASE WHEN is_altered(document_id, statement, year, row_no, code, measure)
        THEN 100 + draw(document_id || row_no || measure, 9000) ELSE 0 END AS shown
    FROM (
        UNPIVOT printed ON total, basic, personnel, public, project, fiscal, general_public, government_fund,
            state_capital, business, carryover INTO NAME measure VALUE amount
    )
) AS p
JOIN docs AS d ON d.document_id = p.document_id
ORDER BY d.place, p.table_no, p.row_no, p.measure

-- Where a subsidy would stand in each chosen document (NULL: of all), and what is there: the expenditure statement with
-- its total (which subsidies are a share of) and the number of its codes, the lowest row that would contain one
-- (`undivided`: printed, with money, and not divided further), and the projects.
WITH printed AS MATERIALIZED (
    SELECT a.document_id, a.is_total, a.code, a.name, a.amount_yuan, a.page, a.line
    FROM amounts AS a
    JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE ($documents::VARCHAR[] IS NULL OR list_contains($documents::VARCHAR[], a.document_id))
        AND a.statement = 'expenditure' AND a.measure = 'total' AND a.side IS DISTINCT FROM 'income'
),
sums AS (
    SELECT
        document_id, CAST(count(DISTINCT code) FILTER (NOT is_total) AS INTEGER) AS codes,
        max(amount_yuan) FILTER (is_total) AS total_yuan
    FROM printed
    GROUP BY document_id
),
counted AS (
    SELECT document_id, CAST(count(*) AS INTEGER) AS projects
    FROM projects
    WHERE ($documents::VARCHAR[] IS NULL OR list_contains($documents::VARCHAR[], document_id))
    GROUP BY document_id
),
-- What could contain a subsidy is looked for among the codes that there are, each once, not among all rows.
above AS (
    SELECT c.code
    FROM (SELECT DISTINCT code FROM printed WHERE code IS NOT NULL AND NOT is_total) AS c
    SEMI JOIN ref_pension_definition AS r
        ON r.kind = 'code' AND r.definition = 'strict' AND starts_with(r.pattern, c.code) AND r.pattern <> c.code
),
undivided AS (
    SELECT c.*
    FROM printed AS c
    SEMI JOIN above AS a ON a.code = c.code
    WHERE c.amount_yuan <> 0 AND NOT c.is_total
        AND NOT EXISTS (
            SELECT 1 FROM printed AS lower
            WHERE lower.document_id = c.document_id AND starts_with(lower.code, c.code) AND lower.code <> c.code
                AND NOT lower.is_total
        )
    QUALIFY row_number() OVER (
        PARTITION BY c.document_id ORDER BY length(c.code) DESC, c.code, c.page, c.line, c.name
    ) = 1
)
SELECT
    d.document_id,
    coalesce(e.status, 'absent') AS status, e.note, e.title, e.page, e.line,
    coalesce(s.codes, 0) AS codes, s.total_yuan,
    u.code AS undivided_code, u.name AS undivided_name, u.amount_yuan AS undivided_yuan,
    u.page AS undivided_page, u.line AS undivided_line,
    coalesce(j.status, 'absent') AS project_status,
    coalesce(p.projects, 0) AS projects
FROM documents AS d
LEFT JOIN statements AS e ON e.document_id = d.document_id AND e.statement = 'expenditure'
LEFT JOIN statements AS j ON j.document_id = d.document_id AND j.statement = 'project'
LEFT JOIN sums AS s ON s.document_id = d.document_id
LEFT JOIN counted AS p ON p.document_id = d.document_id
LEFT JOIN undivided AS u ON u.document_id = d.document_id
WHERE ($documents::VARCHAR[] IS NULL OR list_contains($documents::VARCHAR[], d.document_id))
ORDER BY d.document_id

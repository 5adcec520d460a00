-- Pension-fund subsidies of the chosen documents (NULL: of all) by jurisdiction, year and stage, under both definitions.
-- Of several versions of a document the first is counted; a unit inside a counted department is not added (`inside`).
WITH chosen AS (
    SELECT d.*
    FROM documents AS d
    WHERE $documents IS NULL OR d.document_id IN (SELECT unnest($documents::VARCHAR[]))
    QUALIFY row_number() OVER (
        PARTITION BY d.jurisdiction, d.unit, d.scope, d.stage, d.fiscal_year ORDER BY d.document_id
    ) = 1
),
counted AS (
    SELECT
        c.document_id, c.jurisdiction, c.fiscal_year, c.stage,
        c.scope = 'unit' AND w.document_id IS NOT NULL AS is_inside
    FROM chosen AS c
    LEFT JOIN chosen AS w
        ON w.scope = 'department' AND w.jurisdiction = c.jurisdiction AND w.unit = c.parent_unit
        AND w.fiscal_year = c.fiscal_year AND w.stage = c.stage
),
subsidies AS (
    SELECT
        document_id,
        sum(amount_yuan) FILTER (definition = 'strict') AS strict_yuan,
        sum(amount_yuan) FILTER (definition = 'broad') AS broad_yuan
    FROM out_pension_subsidy
    GROUP BY document_id
),
sums AS (
    SELECT
        c.jurisdiction, c.fiscal_year, c.stage,
        CAST(sum(s.strict_yuan) FILTER (NOT c.is_inside) AS DECIMAL(18, 2)) AS strict_yuan,
        CAST(sum(s.broad_yuan) FILTER (NOT c.is_inside) AS DECIMAL(18, 2)) AS broad_yuan,
        CAST(count(s.document_id) FILTER (NOT c.is_inside) AS INTEGER) AS listed,
        CAST(count(*) FILTER (NOT c.is_inside AND s.document_id IS NULL) AS INTEGER) AS not_listed,
        CAST(count(*) FILTER (c.is_inside) AS INTEGER) AS inside
    FROM counted AS c
    LEFT JOIN subsidies AS s ON s.document_id = c.document_id
    GROUP BY c.jurisdiction, c.fiscal_year, c.stage
)
SELECT *, CAST(count(*) OVER () AS INTEGER) AS found
FROM sums
ORDER BY broad_yuan DESC NULLS LAST, jurisdiction, fiscal_year, stage
LIMIT $most

-- “三公” totals of the chosen documents (NULL: of all)' own years by jurisdiction, year and stage, as the tables print them.
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
totals AS (
    SELECT document_id, fiscal_year, max(amount_yuan) AS amount_yuan
    FROM amounts
    WHERE statement = 'three_public' AND measure = 'total' AND is_total
    GROUP BY document_id, fiscal_year
),
sums AS (
    SELECT
        c.jurisdiction, c.fiscal_year, c.stage,
        CAST(sum(t.amount_yuan) FILTER (NOT c.is_inside) AS DECIMAL(18, 2)) AS total_yuan,
        CAST(count(t.amount_yuan) FILTER (NOT c.is_inside) AS INTEGER) AS with_figures,
        CAST(count(*) FILTER (NOT c.is_inside AND s.status = 'declared_empty') AS INTEGER) AS declared_empty,
        CAST(count(*) FILTER (NOT c.is_inside AND coalesce(s.status, 'absent') = 'absent') AS INTEGER) AS absent,
        CAST(count(*) FILTER (NOT c.is_inside AND s.status = 'failed') AS INTEGER) AS failed,
        CAST(count(*) FILTER (c.is_inside) AS INTEGER) AS inside
    FROM counted AS c
    LEFT JOIN totals AS t ON t.document_id = c.document_id AND t.fiscal_year = c.fiscal_year
    LEFT JOIN statements AS s ON s.document_id = c.document_id AND s.statement = 'three_public'
    GROUP BY c.jurisdiction, c.fiscal_year, c.stage
)
SELECT *, CAST(count(*) OVER () AS INTEGER) AS found
FROM sums
ORDER BY total_yuan DESC NULLS LAST, jurisdiction, fiscal_year, stage
LIMIT $most

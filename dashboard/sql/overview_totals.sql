-- Sums of the chosen documents, of those alone that may be added: one row for each jurisdiction, year, stage and scope,
-- and one for all jurisdictions (NULL). Of several versions of a document the first counts. The largest first; `found`
-- counts the rows beyond the most that are asked for.
WITH chosen AS (
    SELECT *
    FROM documents
    WHERE $documents IS NULL OR document_id IN (SELECT unnest(CAST($documents AS VARCHAR[])))
    QUALIFY row_number() OVER (PARTITION BY jurisdiction, unit, scope, stage, fiscal_year ORDER BY document_id) = 1
),
totals AS (
    SELECT
        a.document_id,
        max(a.amount_yuan) FILTER (a.measure = 'total') AS total_yuan,
        max(a.amount_yuan) FILTER (a.measure = 'basic') AS basic_yuan,
        max(a.amount_yuan) FILTER (a.measure = 'project') AS project_yuan
    FROM amounts AS a
    JOIN chosen AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE a.statement = 'expenditure' AND a.is_total AND a.side IS DISTINCT FROM 'income'
    GROUP BY a.document_id, a.table_no, a.row_no
    QUALIFY row_number() OVER (PARTITION BY a.document_id ORDER BY a.table_no, a.row_no) = 1
)
SELECT
    d.jurisdiction, d.fiscal_year, d.stage, d.scope,
    grouping(d.jurisdiction) = 1 AS is_sum,
    CAST(count(*) AS INTEGER) AS documents,
    CAST(count(t.total_yuan) AS INTEGER) AS printed,
    CAST(sum(t.total_yuan) AS DECIMAL(18, 2)) AS total_yuan,
    CAST(sum(t.basic_yuan) AS DECIMAL(18, 2)) AS basic_yuan,
    CAST(sum(t.project_yuan) AS DECIMAL(18, 2)) AS project_yuan,
    CAST(count(*) OVER () AS INTEGER) AS found
FROM chosen AS d
LEFT JOIN totals AS t ON t.document_id = d.document_id
GROUP BY GROUPING SETS ((d.jurisdiction, d.fiscal_year, d.stage, d.scope), (d.fiscal_year, d.stage, d.scope))
ORDER BY is_sum DESC, d.fiscal_year DESC, d.stage, d.scope, total_yuan DESC NULLS LAST, d.jurisdiction
LIMIT $most

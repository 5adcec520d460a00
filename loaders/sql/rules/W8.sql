-- Each year and column of the 三公 table: the total from its three kinds, vehicles from purchase and operation. Where
-- a component stands more than once the rows are units, each for itself. A total beside a part of the vehicles
-- without their sum is left open: the other part may be lost.
WITH component AS (
    SELECT
        f.*, CASE WHEN f.is_total THEN 'total' ELSE f.code END AS component, w.label,
        count(*) OVER (
            PARTITION BY f.document_id, f.fiscal_year, f.measure, CASE WHEN f.is_total THEN 'total' ELSE f.code END
        ) AS times
    FROM fig AS f
    LEFT JOIN word AS w ON w.kind = 'three_public' AND w.key = CASE WHEN f.is_total THEN 'total' ELSE f.code END
    WHERE f.statement = 'three_public'
),
part AS (
    SELECT * FROM (VALUES
        ('total', 'abroad'), ('total', 'vehicle'), ('total', 'reception'),
        ('vehicle', 'vehicle_purchase'), ('vehicle', 'vehicle_operation'),
        ('abroad', 'abroad_academic'), ('abroad', 'abroad_other')
    ) AS p (whole, part)
),
repeated AS (
    SELECT document_id, fiscal_year, measure, max(times) > 1 AS by_row
    FROM component GROUP BY document_id, fiscal_year, measure
),
grouped AS (
    SELECT c.*, concat_ws('/', c.fiscal_year, c.measure, CASE WHEN r.by_row THEN c.table_no * 100000 + c.row_no END) AS grp
    FROM component AS c
    JOIN repeated AS r USING (document_id, fiscal_year, measure)
),
unsummed AS (
    SELECT document_id, grp
    FROM grouped
    GROUP BY document_id, grp
    HAVING bool_or(component IN ('vehicle_purchase', 'vehicle_operation')) AND NOT bool_or(component = 'vehicle')
),
operand_of AS (
    SELECT g.*, p.whole, 'right' AS role FROM grouped AS g JOIN part AS p ON p.part = g.component
    UNION ALL BY NAME
    SELECT g.*, p.whole, 'left' AS role FROM grouped AS g JOIN (SELECT DISTINCT whole FROM part) AS p
        ON p.whole = g.component
    -- 出国 is split, and vehicles are, only where a document prints the parts
    WHERE g.component = 'total' OR EXISTS (
        FROM grouped AS o JOIN part AS q ON q.part = o.component
        WHERE o.document_id = g.document_id AND o.grp = g.grp AND q.whole = g.component
    )
)
SELECT
    o.document_id, concat_ws('/', o.grp, o.whole) AS anchor, 'three_public' AS statement, o.whole AS code, o.measure,
    o.fiscal_year,
    o.fiscal_year || '年“三公”经费' || CASE WHEN o.measure <> 'total' THEN '（' || o.measure_label || '）' ELSE '' END
        AS subject,
    o.role, coalesce(o.label, o.name) AS label, o.figure, o.figure_no AS ord,
    CASE WHEN u.grp IS NOT NULL AND o.whole = 'total' THEN '印出了购置费或运行费，未印出公务用车小计' END AS missing
FROM operand_of AS o
LEFT JOIN unsummed AS u USING (document_id, grp)

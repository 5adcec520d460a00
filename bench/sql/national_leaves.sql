-- The lowest lines of the documents between two places: everything else is summed from these.
CREATE OR REPLACE TEMP TABLE docs AS
SELECT * FROM planned WHERE place BETWEEN getvariable('first') AND getvariable('last');

-- A department's disclosure covers the bodies under it: its figures are sums over them.
CREATE OR REPLACE TEMP TABLE parts AS
SELECT document_id, division_code, factor, fiscal_year, stage, body FROM docs
UNION ALL
SELECT document_id, division_code, factor, fiscal_year, stage, 'centre' FROM docs WHERE body = 'hrss';

CREATE OR REPLACE TEMP MACRO of_year(who, code, base, year, stage) AS
    greatest(40, base * (100 + (year - 2021) * draw(who || code || 'growth', 12)) // 100
        * (95 + draw(who || code || year, 11)) // 100)
    * CASE stage WHEN 'final' THEN 88 + draw(who || code || year || 'final', 12) ELSE 100 END // 100;

-- years_before 0 is the document's own year; 1 is the year before, which the “三公” table and the narrative print.
CREATE OR REPLACE TEMP TABLE drawn AS
SELECT
    p.document_id, y.years_before, p.body, i.code, i.kind, i.economic, i.project AS project_name,
    coalesce(i.fund, 'general_public') AS fund,
    of_year(
        p.division_code || p.body, i.code,
        i.scale * 100 * p.factor * (50 + draw(p.division_code || p.body || i.code, 100)) // 100,
        p.fiscal_year - y.years_before, p.stage
    ) AS amount,
    i.kind = 'project' AND draw(p.division_code || i.code || 'own', 5) = 0 AND i.fund IS NULL
        AND draw(p.division_code || 'own', 3) > 0 AS has_own
FROM parts AS p
CROSS JOIN (VALUES (0), (1)) AS y(years_before)
JOIN items AS i ON i.body IN (p.body, '*') AND draw(p.division_code || p.body || i.code || 'has', 100) < i.share;

CREATE OR REPLACE TEMP TABLE leaves AS
SELECT
    document_id, years_before, body, code, fund, economic, project_name, kind,
    CASE kind WHEN 'personnel' THEN amount WHEN 'running' THEN amount * 82 // 100 END AS personnel,
    CASE kind WHEN 'running' THEN amount - amount * 82 // 100 END AS public,
    CASE kind WHEN 'project' THEN amount END AS project,
    CASE WHEN has_own THEN amount // 4 END AS own
FROM drawn;

-- Money that is not the treasury's: what the body earns, or what is left from the year before; one kind in a division.
CREATE OR REPLACE TEMP TABLE totals AS
SELECT
    l.document_id, l.years_before,
    sum(coalesce(personnel, 0) + coalesce(public, 0)) AS basic,
    coalesce(sum(project), 0) + coalesce(sum(own), 0) AS project,
    sum(own) AS own,
    coalesce(sum(personnel), 0) + coalesce(sum(public), 0) + coalesce(sum(project), 0) AS fiscal,
    coalesce(sum(personnel), 0) + coalesce(sum(public), 0)
        + coalesce(sum(project) FILTER (fund = 'general_public'), 0) AS general_public,
    sum(project) FILTER (fund = 'government_fund') AS government_fund,
    sum(project) FILTER (fund = 'state_capital') AS state_capital,
    any_value(draw(d.division_code || 'kind of own', 2)) = 0 AS own_is_carryover
FROM leaves AS l
JOIN docs AS d ON d.document_id = l.document_id
GROUP BY l.document_id, l.years_before;

-- Every line of a coded table with the sums below it: 合计 (code NULL), 类, 款, 项.
CREATE OR REPLACE TEMP TABLE tree AS
SELECT
    document_id,
    coalesce(code, section, class) AS code,
    sum(personnel) AS personnel, sum(public) AS public,
    CASE WHEN count(personnel) + count(public) > 0 THEN coalesce(sum(personnel), 0) + coalesce(sum(public), 0) END AS basic,
    sum(project) AS project, sum(own) AS own,
    sum(project) FILTER (fund = 'general_public') AS general_project,
    sum(project) FILTER (fund = 'government_fund') AS government_fund,
    sum(project) FILTER (fund = 'state_capital') AS state_capital
FROM (SELECT *, left(code, 3) AS class, left(code, 5) AS section FROM leaves WHERE years_before = 0)
GROUP BY GROUPING SETS (
    (document_id), (document_id, class), (document_id, class, section), (document_id, class, section, code)
);

-- 基本支出 by what it buys: each function line gives its personnel to one economic item or to the pay of its staff.
CREATE OR REPLACE TEMP TABLE bought AS
WITH pieces AS (
    SELECT document_id, years_before, economic AS code, personnel, NULL AS public FROM leaves WHERE kind = 'personnel'
    UNION ALL
    SELECT document_id, years_before, unnest(['30101', '30102', '30103']),
        unnest([personnel * 40 // 100, personnel * 35 // 100,
            personnel - personnel * 40 // 100 - personnel * 35 // 100]), NULL
    FROM leaves WHERE kind = 'running'
    UNION ALL
    SELECT document_id, years_before, unnest(['30201', '30202', '30211', '30217', '30231', '30239', '30299']), NULL,
        unnest([public * 30 // 100, public * 8 // 100, public * 12 // 100, public * 4 // 100, public * 9 // 100,
            public * 20 // 100, public - public * 30 // 100 - public * 8 // 100 - public * 12 // 100
                - public * 4 // 100 - public * 9 // 100 - public * 20 // 100])
    FROM leaves WHERE kind = 'running'
)
SELECT document_id, years_before, code, sum(personnel) AS personnel, sum(public) AS public
FROM pieces GROUP BY document_id, years_before, code;

CREATE OR REPLACE TEMP TABLE economic AS
SELECT
    document_id, coalesce(code, class) AS code, sum(personnel) AS personnel, sum(public) AS public,
    coalesce(sum(personnel), 0) + coalesce(sum(public), 0) AS total
FROM (SELECT *, left(code, 3) AS class FROM bought WHERE years_before = 0)
GROUP BY GROUPING SETS ((document_id), (document_id, class), (document_id, class, code));

-- “三公”: what the economic items print, and for the larger bodies journeys abroad and new vehicles as projects; those of
-- a department too are sums over the bodies under it.
CREATE OR REPLACE TEMP TABLE three AS
WITH journeys AS (
    SELECT
        p.document_id, y.years_before,
        sum(CASE WHEN d.level < 3 AND draw(p.division_code || p.body || (p.fiscal_year - y.years_before) || 'abroad', 3) = 0
            THEN 900 * p.factor * CASE p.stage WHEN 'final' THEN 9 ELSE 10 END // 10 END) AS abroad,
        sum(CASE WHEN draw(p.division_code || p.body || (p.fiscal_year - y.years_before) || 'purchase', 6) = 0
            THEN 1800 * CASE p.stage WHEN 'final' THEN 9 ELSE 10 END // 10 END) AS purchase
    FROM parts AS p
    JOIN docs AS d ON d.document_id = p.document_id
    CROSS JOIN (VALUES (0), (1)) AS y(years_before)
    GROUP BY p.document_id, y.years_before
)
SELECT
    b.document_id, b.years_before, b.reception, b.operation, CAST(j.abroad AS BIGINT) AS abroad,
    CAST(j.purchase AS BIGINT) AS purchase
FROM (
    SELECT document_id, years_before,
        coalesce(sum(public) FILTER (code = '30217'), 0) AS reception,
        coalesce(sum(public) FILTER (code = '30231'), 0) AS operation
    FROM bought GROUP BY document_id, years_before
) AS b
JOIN journeys AS j ON j.document_id = b.document_id AND j.years_before = b.years_before;

CREATE OR REPLACE TEMP TABLE named_projects AS
SELECT
    document_id, project_name AS name, code AS function_code, fund, project, own,
    CAST(row_number() OVER (PARTITION BY document_id ORDER BY code, body) AS INTEGER) AS project_no
FROM leaves WHERE years_before = 0 AND kind = 'project';

-- A part of what the projects spend is bought: by 项, summed upwards like every coded table.
CREATE OR REPLACE TEMP TABLE bidding AS
SELECT
    document_id, coalesce(code, section, class) AS code, sum(bought) AS bought
FROM (
    SELECT document_id, left(code, 3) AS class, left(code, 5) AS section, code, project * 3 // 10 AS bought
    FROM leaves
    WHERE years_before = 0 AND kind = 'project' AND fund = 'general_public' AND draw(code || 'bought', 3) = 0
)
GROUP BY GROUPING SETS (
    (document_id), (document_id, class), (document_id, class, section), (document_id, class, section, code)
)
HAVING count(*) > 0 AND sum(bought) IS NOT NULL;

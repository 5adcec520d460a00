-- What stands behind the synthetic disclosures: divisions, bodies, documents. Money is counted in hundredths of 万元
-- (100 元) as BIGINT, so that every sum is exact. Parameters are variables: seed, share, most, divisions, items.
CREATE TEMP MACRO draw(what, range) AS CAST(hash(what, getvariable('seed')) % range AS BIGINT);

CREATE TEMP MACRO in_wan(amount) AS
    format('{:,}', amount // 100) || '.' || lpad(CAST(amount % 100 AS VARCHAR), 2, '0');

-- Which figures are altered: one in `one_in`, by place, so that the list can be told again from what was written.
CREATE TEMP MACRO is_altered(document_id, statement, year, row_no, code, measure) AS
    hash(document_id, statement, year, row_no, code, measure, getvariable('seed')) % getvariable('one_in') = 0;

CREATE TEMP TABLE items AS
SELECT * FROM read_csv(
    getvariable('items'), delim = '\t', header = true, comment = '#', null_padding = true, quote = '', auto_detect = false,
    columns = {
        'code': 'VARCHAR', 'name': 'VARCHAR', 'body': 'VARCHAR', 'kind': 'VARCHAR', 'fund': 'VARCHAR',
        'economic': 'VARCHAR', 'scale': 'BIGINT', 'share': 'BIGINT', 'project': 'VARCHAR'
    }
);

CREATE TEMP TABLE divisions AS
WITH listed AS (
    SELECT * FROM read_csv(
        getvariable('divisions'), delim = '\t', header = false, comment = '#', quote = '', auto_detect = false,
        columns = {'code': 'VARCHAR', 'name': 'VARCHAR'}
    )
)
SELECT
    d.code,
    CASE WHEN d.code LIKE '%00' THEN d.name ELSE coalesce(city.name, province.name, '') || d.name END AS jurisdiction,
    CASE WHEN d.code LIKE '%0000' THEN 1 WHEN d.code LIKE '%00' THEN 2 ELSE 3 END AS level,
    CASE WHEN d.code LIKE '%0000' THEN 20 WHEN d.code LIKE '%00' THEN 6 ELSE 1 END AS factor
FROM listed AS d
LEFT JOIN listed AS city ON city.code = left(d.code, 4) || '00'
LEFT JOIN listed AS province ON province.code = left(d.code, 2) || '0000'
QUALIFY row_number() OVER (ORDER BY hash(d.code, getvariable('seed')), d.code)
    <= greatest(2, ceil(getvariable('share') * count(*) OVER ()));

CREATE TEMP TABLE bodies AS
SELECT * FROM (VALUES
    ('hrss', '人力资源和社会保障局', 0), ('centre', '社会保险事业中心', 1), ('finance', '财政局', 2),
    ('education', '教育局', 3), ('civil', '民政局', 4), ('health', '卫生健康局', 5), ('agriculture', '农业农村局', 6)
) AS bodies(body, title, place);

-- The slots of a division, in the order in which they are filled: every division has the first, big ones have more.
CREATE TEMP TABLE slots AS
SELECT body_place, year, stage, row_number() OVER (
    ORDER BY 3 * (2025 - year) + CASE WHEN stage = 'final' THEN 1 ELSE 0 END + 2 * body_place, body_place, stage, year DESC
) AS slot
FROM range(0, 7) AS p(body_place), range(2021, 2026) AS y(year), (VALUES ('budget'), ('final')) AS s(stage)
WHERE stage = 'budget' OR year < 2025;

CREATE TEMP TABLE planned AS
SELECT
    v.code || '-' || b.body || '-' || s.year || '-' || s.stage AS document_id,
    v.code AS division_code, v.jurisdiction, v.level, v.factor, b.body,
    v.jurisdiction || b.title AS unit,
    CASE b.body WHEN 'centre' THEN 'unit' ELSE 'department' END AS scope,
    CASE b.body WHEN 'centre' THEN v.jurisdiction || '人力资源和社会保障局' END AS parent_unit,
    CAST(s.year AS INTEGER) AS fiscal_year, s.stage,
    CASE WHEN draw(v.code || 'unit', 8) = 0 THEN '元' ELSE '万元' END AS unit_text,
    CASE draw(v.code || 'format', 3) WHEN 0 THEN 'pdf' WHEN 1 THEN 'markdown' ELSE 'text' END AS source_format,
    row_number() OVER (ORDER BY v.code, b.place, s.year, s.stage) AS place
FROM divisions AS v
JOIN slots AS s ON s.slot <= getvariable('most') * (CASE v.level WHEN 3 THEN 4 ELSE 12 END)
JOIN bodies AS b
    ON b.place = CASE WHEN s.body_place < 2 THEN s.body_place ELSE 2 + (s.body_place + draw(v.code || 'others', 5)) % 5 END;

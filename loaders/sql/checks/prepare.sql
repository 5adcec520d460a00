-- The documents under check and their figures, each with half its printed unit and its place, for the rules to read.

CREATE OR REPLACE TABLE checking.doc AS
SELECT * FROM documents WHERE jurisdiction IN (SELECT unnest($jurisdictions::VARCHAR[]));

-- half: half the printed unit. The finest figure of a table tells its unit, so that a `17` among figures of two
-- decimals does not widen the tolerance; a unit unknown here has no tolerance at all.
CREATE OR REPLACE TABLE checking.fig AS
WITH printed AS (
    SELECT
        a.*,
        max(length(regexp_extract(a.amount_text, '[.．]\s*(\d+)', 1)))
            OVER (PARTITION BY a.document_id, a.statement, a.unit_text) AS decimals
    FROM amounts AS a
    JOIN doc USING (document_id)
    WHERE a.origin <> 'narrative'
)
SELECT
    p.document_id, p.figure_no, p.statement, p.fiscal_year, p.side, p.code, p.gov_code, p.name,
    bare(p.name) AS bare_name, p.level, p.parent_code, p.is_total, p.measure, p.table_no, p.row_no,
    d.stage, d.scope, d.fiscal_year AS document_year,
    CASE
        WHEN p.is_total AND length(bare(p.name)) <= 2 THEN '合计行'
        ELSE trim(concat_ws(' ', nullif(concat_ws('/', CASE WHEN p.statement <> 'three_public' THEN p.code END, p.gov_code), ''), p.name))
    END AS subject,
    ws.label AS statement_label,
    coalesce(wx.label, wm.label, p.measure) AS measure_label,
    {
        'yuan': p.amount_yuan, 'half': coalesce(s.half, 0)::DECIMAL(18, 4), 'text': p.amount_text,
        'unit_text': p.unit_text, 'source': 'amounts', 'document_id': p.document_id, 'no': p.figure_no,
        'page': p.page, 'line': p.line
    } AS figure
FROM printed AS p
JOIN doc AS d USING (document_id)
LEFT JOIN step AS s ON s.unit_text = p.unit_text AND s.decimals = p.decimals
LEFT JOIN word AS ws ON ws.kind = 'statement' AND ws.key = p.statement
LEFT JOIN word AS wm ON wm.kind = 'measure' AND wm.key = p.measure
LEFT JOIN word AS wx ON wx.kind = 'measure' AND wx.key = p.statement || '/' || p.measure;

-- The total row's figures for the document's own year, repeats on continuation pages left out; `variants` tells where
-- a document prints different ones for the same thing.
CREATE OR REPLACE TABLE checking.total AS
SELECT *, count(*) OVER (PARTITION BY document_id, statement, measure) AS variants
FROM (
    SELECT fig.*
    FROM fig
    SEMI JOIN (
        SELECT document_id, min_by(figure_no, (table_no, row_no)) AS figure_no
        FROM fig
        WHERE is_total AND fiscal_year = document_year AND side IS NULL
            AND statement NOT IN ('summary', 'appropriation')
        GROUP BY document_id, statement, measure, figure.yuan
    ) AS first_printed USING (document_id, figure_no)
);

-- The summary's and the appropriation's items of the document's own year. `part`: `current` before the first total
-- row (or, where that stands first, up to the last), `below` after it; `kind` of a total row: `current` or `grand`.
CREATE OR REPLACE TABLE checking.item AS
WITH half AS (
    SELECT
        *,
        min(CASE WHEN is_total THEN row_no END) OVER (PARTITION BY document_id, statement, side) AS first_total,
        max(CASE WHEN is_total THEN row_no END) OVER (PARTITION BY document_id, statement, side) AS last_total,
        min(row_no) OVER (PARTITION BY document_id, statement, side) AS first_row
    FROM fig
    WHERE statement IN ('summary', 'appropriation') AND fiscal_year = document_year
)
SELECT
    * EXCLUDE (first_total, last_total, first_row),
    CASE
        WHEN is_total AND bare_name LIKE '%总计' THEN 'grand'
        WHEN is_total THEN 'current'
        WHEN first_total = first_row AND row_no < last_total THEN 'item'
        WHEN row_no < coalesce(first_total, row_no + 1) THEN 'item'
        ELSE 'below'
    END AS part
FROM half;

-- The columns in which a statement prints figures: those of its rows with a code, else of all.
CREATE OR REPLACE TABLE checking.columns_of AS
SELECT
    document_id, statement, any_value(statement_label) AS statement_label,
    coalesce(
        list(DISTINCT measure) FILTER (code IS NOT NULL), list(DISTINCT measure)
    ) AS measures
FROM fig
GROUP BY document_id, statement;

-- The figures of the narrative, each with half of its last printed digit: amount, change and the rate's half digit.

CREATE OR REPLACE MACRO checking.decimals_of(t) AS length(regexp_extract(t, '\.(\d+)', 1));

-- Half of the last digit: of `decimals` decimals; of an approximate number (30%左右), of its last digit that is not 0.
CREATE OR REPLACE MACRO checking.half_digit(t, decimals, approximate) AS CASE
    WHEN approximate AND regexp_matches(t, '[1-9]0+$') AND NOT contains(t, '.') THEN
        [5, 50, 500, 5000, 50000, 500000][least(length(regexp_extract(t, '0+$')), 6)]
    ELSE [0.5, 0.05, 0.005, 0.0005, 0.00005, 0.000005, 0.0000005][least(decimals, 6) + 1]
END::DECIMAL(18, 7);

CREATE OR REPLACE MACRO checking.said_figure(yuan, half, t, unit, document_id, no, page, line) AS {
    'yuan': yuan, 'half': (half::DECIMAL(38, 7) * (fen_of(unit) // 100))::DECIMAL(18, 4), 'text': t,
    'unit_text': unit, 'source': 'narrative', 'document_id': document_id, 'no': no, 'page': page, 'line': line
};

-- A number of things: no amount, whatever the field is called.
CREATE OR REPLACE MACRO checking.count_figure(number, source, document_id, no, page, line) AS
    CASE WHEN number IS NOT NULL THEN {
        'yuan': number::DECIMAL(18, 2), 'half': 0::DECIMAL(18, 4), 'text': number::VARCHAR, 'unit_text': '个',
        'source': source, 'document_id': document_id, 'no': no, 'page': page, 'line': line
    } END;

-- A figure that the narrative rounds to its own unit agrees with the finer one of a table.
CREATE OR REPLACE MACRO checking.rounded_by(said, printed) AS
    CASE WHEN printed.half < said.half THEN said.half ELSE 0 END::DECIMAL(18, 4);

-- Half its unit is then what the identity allows, and no tolerance besides.
CREATE OR REPLACE MACRO checking.beside(said, printed) AS
    CASE WHEN printed.half < said.half THEN struct_update(said, half := 0::DECIMAL(18, 4)) ELSE said END;

-- What follows from printed figures; its text says how.
CREATE OR REPLACE MACRO checking.derived_figure(yuan, half, t, figure) AS {
    'yuan': yuan::DECIMAL(18, 2), 'half': half::DECIMAL(18, 4), 'text': t, 'unit_text': figure.unit_text,
    'source': 'derived', 'document_id': figure.document_id, 'no': figure.no, 'page': figure.page, 'line': figure.line
};

-- The finest figure of a topic tells the unit of all, so that a `34` among figures of two decimals does not widen the
-- tolerance. `label`: the subject without its stage (预算执行); `name`: its last name where it is a path of functions.
-- `statement`: the table that its topic is about. `is_whole`: it is called a total, not a row. `kind`: parts of one kind
-- add up with one another only.
CREATE OR REPLACE TABLE checking.said AS
WITH words AS (
    SELECT
        n.*, d.fiscal_year AS document_year, d.stage,
        split_part(n.subject, '·', 1) AS label,
        contains(n.subject, '·') AS is_qualified,
        coalesce(nullif(regexp_extract(n.change_text, '([^\d.,\-−－]+)$', 1), ''), n.unit_text) AS change_unit,
        max(greatest(decimals_of(n.amount_text), decimals_of(n.change_text)))
            OVER (PARTITION BY n.document_id, n.topic, n.unit_text) AS decimals
    FROM narrative AS n
    JOIN doc AS d USING (document_id)
)
SELECT
    w.document_id, w.fact_no, w.topic, w.subject, w.label, w.is_qualified, w.measure, w.code, w.fiscal_year,
    w.document_year, w.stage, w.direction, w.change_pct, w.pct_text, w.share_pct, w.share_text, w.count_number,
    w.whole_no, w.is_partial, w.is_approximate, w.text AS sentence, w.page, w.line,
    CASE
        WHEN w.topic = 'function' THEN
            coalesce(w.code || ' ', '') || regexp_extract(
                regexp_replace(w.label, '[(（][类款项][)）](支出)?$', ''), '([^)）\-]*(?:[(（][^类款项)）]*[)）][^)）\-]*)*)$', 1
            )
        ELSE w.subject
    END AS name,
    CASE w.topic
        WHEN 'totals' THEN 'summary'
        WHEN 'income' THEN 'income'
        WHEN 'appropriation' THEN 'appropriation'
        WHEN 'function' THEN 'general_public'
        WHEN 'basic_expenditure' THEN 'basic_economic'
        WHEN 'three_public' THEN 'three_public'
        WHEN 'agency_operation' THEN 'three_public'
        WHEN 'procurement' THEN 'procurement'
        WHEN 'performance' THEN 'project'
        ELSE 'expenditure'
    END AS statement,
    CASE
        WHEN w.topic = 'function' THEN 'code ' || coalesce(length(w.code), 0)
        WHEN w.topic = 'three_public' AND w.code IS NOT NULL THEN 'component'
        WHEN w.measure IN ('goods', 'works', 'services') THEN 'purchase'
        WHEN w.measure IN ('basic', 'project', 'remitted', 'subsidy', 'carryforward', 'personnel', 'public') THEN
            'nature'
        WHEN w.topic = 'expenditure' AND w.measure = 'operating' THEN 'nature'
        WHEN w.measure = 'total' THEN 'row'
        WHEN w.measure IS NOT NULL THEN 'source'
        ELSE 'other'
    END AS kind,
    coalesce(regexp_matches(w.subject, x.label), FALSE) AS is_whole,
    CASE WHEN w.amount_yuan IS NOT NULL AND w.amount_text IS NOT NULL THEN
        said_figure(
            w.amount_yuan, half_digit(w.amount_text, w.decimals, w.is_approximate), w.amount_text, w.unit_text,
            w.document_id, w.fact_no, w.page, w.line
        )
    END AS amount,
    CASE WHEN w.change_yuan IS NOT NULL THEN
        said_figure(
            w.change_yuan,
            CASE
                WHEN w.change_text IS NULL THEN 0
                WHEN w.change_unit = w.unit_text THEN half_digit(w.change_text, w.decimals, w.is_approximate)
                ELSE half_digit(w.change_text, decimals_of(w.change_text), w.is_approximate)
            END,
            coalesce(w.change_text, '持平'), coalesce(w.change_unit, '元'), w.document_id, w.fact_no, w.page, w.line
        )
    END AS change,
    CASE WHEN w.pct_text IS NOT NULL THEN half_digit(w.pct_text, decimals_of(w.pct_text), w.is_approximate) END
        AS half_pct
FROM words AS w
LEFT JOIN word AS x ON x.kind = 'pattern' AND x.key = 'whole_total';

-- The parts of each whole, list by list; a thing said twice in one list is one part. `is_complete`: the parts must add
-- up to the whole, because they are all there can be; otherwise they cannot exceed it.
CREATE OR REPLACE TABLE checking.said_part AS
WITH listed AS (
    SELECT
        p.*, w.amount AS whole_amount, w.change AS whole_change, w.name AS whole_name, w.code AS whole_code,
        w.measure AS whole_measure, w.topic AS whole_topic, w.statement AS whole_statement,
        w.fiscal_year AS whole_year,
        CASE WHEN p.kind = 'component' OR p.topic = 'function' THEN p.kind ELSE p.kind || ' ' || p.sentence END AS list
    FROM said AS p
    JOIN said AS w ON w.document_id = p.document_id AND w.fact_no = p.whole_no
    -- 上年结转 of a fund, or a figure of another stage of the budget, is no part of the plain whole
    WHERE p.is_partial OR p.is_qualified = w.is_qualified
),
once AS (
    SELECT
        document_id, whole_no, list, kind, coalesce(code, subject) AS thing,
        min(fact_no) AS fact_no, any_value(name) AS name, any_value(measure) AS measure, any_value(code) AS code,
        any_value(topic) AS topic, any_value(sentence) AS sentence, bool_or(is_partial) AS is_partial,
        min_by(amount, fact_no) FILTER (amount.yuan IS NOT NULL) AS amount,
        min_by(change, fact_no) FILTER (change.yuan IS NOT NULL) AS change,
        any_value(whole_amount) AS whole_amount, any_value(whole_change) AS whole_change,
        any_value(whole_name) AS whole_name, any_value(whole_code) AS whole_code,
        any_value(whole_measure) AS whole_measure, any_value(whole_topic) AS whole_topic,
        any_value(whole_statement) AS whole_statement, any_value(whole_year) AS whole_year
    FROM listed
    GROUP BY document_id, whole_no, list, kind, coalesce(code, subject)
),
lists AS (
    SELECT
        document_id, whole_no, list, any_value(kind) AS kind, count(*) AS parts, bool_or(is_partial) AS is_partial,
        list(DISTINCT measure) FILTER (measure IS NOT NULL) AS measures,
        list(DISTINCT code) FILTER (code IS NOT NULL) AS codes,
        any_value(whole_code) AS whole_code, any_value(whole_topic) AS whole_topic,
        any_value(whole_measure) AS whole_measure, any_value(sentence) AS sentence
    FROM once
    GROUP BY document_id, whole_no, list
),
functions AS (
    SELECT document_id, length(code) AS digits, list(DISTINCT code) AS codes
    FROM fig
    WHERE statement = 'general_public' AND code IS NOT NULL AND fiscal_year = document_year
    GROUP BY document_id, length(code)
),
-- spending of a further nature that the narrative does not speak of
further AS (
    SELECT DISTINCT document_id
    FROM fig
    WHERE statement = 'expenditure' AND measure IN ('operating', 'remitted', 'subsidy', 'carryforward')
        AND figure.yuan <> 0
),
complete AS (
    SELECT DISTINCT
        l.document_id, l.whole_no, l.list,
        CASE
            WHEN l.kind = 'component' THEN list_has_all(l.codes, CASE l.whole_code
                WHEN 'vehicle' THEN ['vehicle_purchase', 'vehicle_operation'] ELSE ['abroad', 'vehicle', 'reception']
            END)
            WHEN l.kind = 'purchase' THEN len(l.measures) = 3
            WHEN starts_with(l.kind, 'code ') THEN coalesce(list_has_all(l.codes, f.codes), FALSE)
            WHEN l.is_partial OR o.kind IS NOT NULL THEN FALSE
            WHEN l.kind = 'nature' THEN list_has_all(l.measures, ['personnel', 'public'])
                OR (list_has_all(l.measures, ['basic', 'project']) AND m.document_id IS NULL)
            WHEN l.kind = 'source' AND l.whole_measure = 'fiscal' THEN
                list_has_all(l.measures, ['general_public', 'government_fund'])
            WHEN l.kind = 'source' THEN len(l.measures) > 1 AND l.whole_topic IN ('income', 'totals')
                AND l.whole_measure IN ('total', 'current_year')
            WHEN l.kind = 'row' THEN l.parts > 1 AND l.whole_measure = 'total'
            ELSE FALSE
        END AS is_complete,
        l.kind = 'source' AND list_contains(l.measures, 'fiscal') AS has_fiscal,
        l.kind = 'source' AND list_contains(l.measures, 'current_year') AS has_year
    FROM lists AS l
    LEFT JOIN functions AS f ON f.document_id = l.document_id AND l.kind = 'code ' || f.digits
    LEFT JOIN further AS m ON m.document_id = l.document_id
    -- parts of an unknown kind among those of a known one: nobody can tell which hold which; money that goes to the
    -- next year is a part beside the 类
    LEFT JOIN (SELECT DISTINCT document_id, whole_no, sentence, kind FROM lists) AS o
        ON o.document_id = l.document_id AND o.whole_no = l.whole_no AND o.sentence = l.sentence
        AND ((o.kind = 'other' AND l.kind <> 'other') OR (o.kind = 'nature' AND l.kind = 'row'))
)
SELECT
    p.*, c.is_complete,
    min(p.fact_no) OVER (PARTITION BY p.document_id, p.whole_no, p.list) AS list_no
FROM once AS p
JOIN complete AS c ON c.document_id = p.document_id AND c.whole_no = p.whole_no AND c.list = p.list
-- where 财政拨款 stands beside its own funds in one list, or 本年收入 beside its sources, they are not counted again
WHERE NOT (c.has_fiscal AND p.measure IN ('general_public', 'government_fund', 'state_capital'))
    AND NOT (c.has_year AND p.measure NOT IN ('current_year', 'carryover', 'prior_surplus'));

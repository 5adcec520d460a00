-- Documents that belong together: the same unit's year before, a department's units, the budget of final accounts.
-- Where two documents could be meant, none is.
CREATE OR REPLACE TABLE checking.alone AS
SELECT
    jurisdiction, bare(unit) AS unit, scope, stage, fiscal_year, any_value(document_id) AS document_id,
    any_value(bare(parent_unit)) AS parent_unit, any_value(unit) AS unit_name
FROM doc
GROUP BY jurisdiction, bare(unit), scope, stage, fiscal_year
HAVING count(*) = 1;

CREATE OR REPLACE TABLE checking.year_pair AS
SELECT t.document_id, p.document_id AS prior_id, t.fiscal_year, t.stage
FROM alone AS t
JOIN alone AS p ON p.jurisdiction = t.jurisdiction AND p.unit = t.unit AND p.scope = t.scope AND p.stage = t.stage
    AND p.fiscal_year = t.fiscal_year - 1;

CREATE OR REPLACE TABLE checking.unit_pair AS
SELECT
    d.document_id, u.document_id AS unit_id, u.unit_name,
    count(*) OVER (PARTITION BY d.document_id) AS units
FROM alone AS d
JOIN alone AS u ON u.jurisdiction = d.jurisdiction AND u.parent_unit = d.unit AND u.stage = d.stage
    AND u.fiscal_year = d.fiscal_year AND u.scope = 'unit'
WHERE d.scope = 'department';

CREATE OR REPLACE TABLE checking.stage_pair AS
SELECT f.document_id, b.document_id AS budget_id
FROM alone AS f
JOIN alone AS b ON b.jurisdiction = f.jurisdiction AND b.unit = f.unit AND b.scope = f.scope
    AND b.fiscal_year = f.fiscal_year AND b.stage = 'budget'
WHERE f.stage = 'final';

-- The figures printed for the year before, beside those of the document's own year.
CREATE OR REPLACE TABLE checking.prior_cell AS
SELECT
    *, CASE WHEN is_total AND statement <> 'three_public' THEN '' ELSE code END AS key,
    count(*) OVER (
        PARTITION BY document_id, statement, measure,
            CASE WHEN is_total AND statement <> 'three_public' THEN '' ELSE code END
    ) AS prints
FROM fig
WHERE fiscal_year = document_year - 1 AND (code IS NOT NULL OR is_total) AND side IS NULL;

-- What the narrative says of the own year, and which figure of the tables it speaks of. `own` is that figure, where it
-- is the amount said: then both mean the same. `basis`: what a change is measured against, where it is not the figure
-- of the same kind a year before.
CREATE OR REPLACE TABLE checking.year_said AS
WITH marked AS (
    SELECT
        s.*,
        len(list_filter(w.executed, lambda x: contains(s.sentence, x))) > 0 AS on_spending,
        len(list_filter(w.budgeted, lambda x: contains(s.sentence, x))) > 0 AS on_budget,
        len(list_filter(w.whole, lambda x: contains(s.subject, x))) > 0 AS is_all
    FROM said AS s
    CROSS JOIN (
        SELECT
            list(label) FILTER (kind = 'executed_base') AS executed,
            list(label) FILTER (kind = 'budget_base') AS budgeted,
            list(label) FILTER (kind = 'whole_expenditure') AS whole
        FROM word
    ) AS w
    WHERE s.fiscal_year = s.document_year
),
spoken AS (
    SELECT
        s.* EXCLUDE (statement, on_spending, on_budget, is_all),
        CASE
            WHEN s.topic = 'totals' THEN 'expenditure'
            WHEN s.topic = 'expenditure' AND s.measure IN ('general_public', 'government_fund', 'state_capital')
                THEN s.measure
            ELSE s.statement
        END AS statement,
        CASE
            WHEN s.topic IN ('three_public', 'function') THEN s.code
            WHEN s.topic = 'agency_operation' THEN 'agency_operation'
            WHEN s.topic IN ('totals', 'income', 'basic_expenditure', 'procurement') THEN ''
            WHEN s.topic = 'pension_gap' THEN g.key
            WHEN s.topic = 'expenditure' AND (s.measure <> 'total' OR s.is_all) THEN ''
        END AS key,
        CASE
            WHEN s.topic = 'pension_gap' OR (s.topic = 'basic_expenditure' AND s.measure = 'basic') THEN 'total'
            WHEN s.topic = 'expenditure' AND s.measure IN ('general_public', 'government_fund', 'state_capital')
                THEN 'total'
            ELSE s.measure
        END AS cell_measure,
        CASE
            WHEN s.change.yuan IS NULL AND s.change_pct IS NULL THEN NULL
            WHEN s.stage = 'budget' AND s.on_spending THEN 'executed'
            WHEN s.stage = 'final' AND s.on_budget THEN 'budget'
        END AS basis
    FROM marked AS s
    LEFT JOIN word AS g ON s.topic = 'pension_gap' AND g.kind = 'gap' AND contains(s.subject, g.label)
)
SELECT
    s.* EXCLUDE (change), s.change.yuan AS change_yuan, t.figure AS own,
    -- said without a sign, as it is printed
    CASE WHEN s.change.yuan IS NOT NULL THEN {
        'yuan': abs(s.change.yuan)::DECIMAL(18, 2), 'half': s.change.half, 'text': s.change.text,
        'unit_text': s.change.unit_text, 'source': s.change.source, 'document_id': s.document_id, 'no': s.fact_no,
        'page': s.page, 'line': s.line
    } END AS change
FROM spoken AS s
LEFT JOIN cell AS t ON t.document_id = s.document_id AND t.statement = s.statement AND t.key = s.key
    AND t.measure = s.cell_measure AND t.prints = 1 AND NOT s.is_qualified
    AND (s.amount.yuan IS NULL OR abs(t.figure.yuan - s.amount.yuan) <= s.amount.half + t.figure.half);

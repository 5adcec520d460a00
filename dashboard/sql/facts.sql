-- One row per document, of all documents: its total with 基本 and 项目, its largest 类 and project, its pension subsidies,
-- its 三公 of two years, the change of the total with what it rests on, what became of its tables and its identities.
-- Asked once for all: whatever is chosen is chosen from these rows, which are few even where figures are millions.
WITH spending AS (
    SELECT
        a.document_id, a.is_total, a.code, a.name, a.measure, a.amount_yuan, a.amount_text, a.unit_text, a.origin,
        a.page, a.line, 1000000 * a.table_no + a.row_no AS place
    FROM amounts AS a
    JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
    WHERE a.statement = 'expenditure' AND a.side IS DISTINCT FROM 'income'
        AND (a.is_total OR (a.level = 1 AND a.measure = 'total'))
),
totals AS (
    SELECT
        document_id,
        arg_min(amount_yuan, place) FILTER (measure = 'total') AS total_yuan,
        arg_min(amount_yuan, place) FILTER (measure = 'basic') AS basic_yuan,
        arg_min(amount_yuan, place) FILTER (measure = 'project') AS project_yuan,
        arg_min(amount_text, place) FILTER (measure = 'total') AS total_text,
        arg_min(unit_text, place) AS unit_text,
        arg_min(page, place) AS page, arg_min(line, place) AS line
    FROM spending
    WHERE is_total
    GROUP BY document_id
),
classes AS (
    SELECT document_id, max({'yuan': amount_yuan, 'code': code, 'name': name}) AS largest
    FROM spending
    WHERE NOT is_total
    GROUP BY document_id
),
most_of AS (
    SELECT document_id, max(total_yuan) AS most_yuan
    FROM projects
    GROUP BY document_id
),
projects_of AS (
    SELECT
        p.document_id, count(*) AS equals,
        min({'no': p.project_no, 'name': p.name, 'yuan': p.total_yuan}) AS largest
    FROM projects AS p
    JOIN most_of AS m ON m.document_id = p.document_id AND m.most_yuan = p.total_yuan
    GROUP BY p.document_id
),
pension AS (
    SELECT document_id, CAST(sum(amount_yuan) AS DECIMAL(18, 2)) AS strict_yuan
    FROM out_pension_subsidy
    WHERE definition = 'strict'
    GROUP BY document_id
),
three_public AS (
    SELECT
        a.document_id,
        max(a.amount_yuan) FILTER (a.fiscal_year = d.fiscal_year) AS own_yuan,
        max(a.amount_yuan) FILTER (a.fiscal_year = d.fiscal_year - 1) AS before_yuan
    FROM amounts AS a
    JOIN documents AS d ON d.document_id = a.document_id
    WHERE a.statement = 'three_public' AND a.is_total AND a.measure = 'total'
    GROUP BY a.document_id
),
-- The same total of the year before as this year's narrative implies it: the table may say otherwise.
three_public_said AS (
    SELECT document_id, min(amount_yuan) AS before_yuan
    FROM out_three_public
    WHERE is_derived AND component = 'total'
    GROUP BY document_id
    HAVING count(DISTINCT amount_yuan) = 1
),
-- What the narrative says of the fiscal appropriations instead, where they are all of this year's money: of the year
-- before they need not have been, so that it is no change of the total.
appropriated AS (
    SELECT
        n.document_id,
        min({'line': n.line, 'page': n.page, 'subject': n.subject, 'yuan': n.change_yuan, 'of': n.amount_yuan}) AS said
    FROM narrative AS n
    JOIN documents AS d ON d.document_id = n.document_id AND d.fiscal_year = n.fiscal_year
    WHERE n.topic = 'appropriation' AND n.measure = 'total' AND n.code IS NULL
        AND n.change_yuan IS NOT NULL AND NOT n.is_approximate
    GROUP BY n.document_id
    HAVING count(DISTINCT n.change_yuan) = 1
),
evaluated AS (
    SELECT
        c.document_id,
        count(*) FILTER (c.outcome IN ('pass', 'rounding', 'mismatch')) AS done,
        count(*) FILTER (c.outcome = 'mismatch' AND r.severity = 'hard') AS failed,
        count(*) FILTER (c.outcome = 'mismatch' AND r.severity = 'soft') AS alerts,
        -- One gap shows in several identities: their differences are never added.
        max(abs(c.difference_yuan)) FILTER (c.outcome = 'mismatch' AND r.severity = 'hard') AS widest_yuan
    FROM checks AS c
    JOIN rules AS r ON r.rule = c.rule
    GROUP BY c.document_id
),
disclosed AS (
    SELECT
        document_id,
        any_value(status) FILTER (statement = 'expenditure') AS expenditure_status,
        any_value(status) FILTER (statement = 'three_public') AS three_public_status,
        count(*) FILTER (status = 'declared_empty') AS declared_empty,
        count(*) FILTER (status = 'failed') AS failed
    FROM statements
    GROUP BY document_id
)
SELECT
    d.document_id,
    t.total_yuan, t.basic_yuan, t.project_yuan, t.page, t.line, t.total_text, t.unit_text,
    c.largest.code AS class_code, c.largest.name AS class_name, c.largest.yuan AS class_yuan,
    p.largest.no AS project_no, p.largest.name AS project_name, p.largest.yuan AS largest_project_yuan,
    CAST(p.equals AS INTEGER) AS largest_projects,
    s.strict_yuan,
    q.own_yuan AS three_public_yuan, q.before_yuan AS three_public_before_yuan,
    i.before_yuan AS three_public_implied_yuan,
    n.basis AS change_basis, n.prior_yuan, n.change_yuan,
    n.place_document_id AS change_document_id, n.page AS change_page, n.line AS change_line,
    f.said.subject AS appropriation_name, f.said.yuan AS appropriation_change_yuan,
    f.said.page AS appropriation_page, f.said.line AS appropriation_line,
    coalesce(g.expenditure_status, 'absent') AS expenditure_status,
    coalesce(g.three_public_status, 'absent') AS three_public_status,
    CAST(coalesce(g.declared_empty, 0) AS INTEGER) AS declared_empty,
    CAST(coalesce(g.failed, 0) AS INTEGER) AS failed_statements,
    CAST(coalesce(e.done, 0) AS INTEGER) AS checks_done,
    CAST(coalesce(e.failed, 0) AS INTEGER) AS checks_failed,
    CAST(coalesce(e.alerts, 0) AS INTEGER) AS checks_alerts,
    e.widest_yuan AS checks_widest_yuan
FROM documents AS d
LEFT JOIN totals AS t ON t.document_id = d.document_id
LEFT JOIN classes AS c ON c.document_id = d.document_id
LEFT JOIN projects_of AS p ON p.document_id = d.document_id
LEFT JOIN pension AS s ON s.document_id = d.document_id
LEFT JOIN three_public AS q ON q.document_id = d.document_id
LEFT JOIN three_public_said AS i ON i.document_id = d.document_id
LEFT JOIN out_total_change AS n ON n.document_id = d.document_id
LEFT JOIN appropriated AS f ON f.document_id = d.document_id AND f.said.of = t.total_yuan
LEFT JOIN evaluated AS e ON e.document_id = d.document_id
LEFT JOIN disclosed AS g ON g.document_id = d.document_id
ORDER BY d.document_id

-- Operands to checks: both sides summed, the difference judged, and said in words.
-- Each amount is put into words once, and each sum once: what is written out again for every use costs more to plan
-- than to compute.
CREATE OR REPLACE TEMP TABLE settled AS
WITH spoken AS (
    SELECT
        *,
        CASE WHEN figure.yuan IS NOT NULL THEN role END AS side,
        money_with_unit(figure.yuan, figure.unit_text) AS amount_words,
        CASE WHEN figure.document_id = document_id THEN figure.page END AS own_page,
        CASE WHEN figure.document_id = document_id THEN figure.line END AS own_line
    FROM operand
),
sides AS (
    SELECT
        o.rule, o.document_id, o.anchor,
        any_value(o.statement) AS statement,
        any_value(o.code) AS code,
        any_value(o.measure) AS measure,
        any_value(o.fiscal_year) AS fiscal_year,
        any_value(o.subject) AS subject,
        any_value(o.relation) AS relation,
        max(o.allowance) AS allowance,
        any_value(o.left_label) AS left_label,
        any_value(o.right_label) AS right_label,
        any_value(o.missing) AS missing,
        any_value(o.remark) AS remark,
        min(o.ord) AS ord,
        sum(o.sign * o.figure.yuan) FILTER (o.role = 'left') AS l,
        sum(o.sign * o.figure.yuan) FILTER (o.role = 'right') AS r,
        sum(o.sign * o.figure.yuan) FILTER (o.role = 'explains') AS e,
        coalesce(sum(o.figure.half) FILTER (o.role IN ('left', 'right')), 0) AS tolerance,
        coalesce(sum(o.figure.half) FILTER (o.role = 'explains'), 0) AS more_tolerance,
        count(*) FILTER (o.side = 'left') AS left_count,
        count(*) FILTER (o.side = 'right') AS right_count,
        coalesce(
            min_by(o.figure.unit_text, o.ord) FILTER (o.role = 'left'),
            min_by(o.figure.unit_text, o.ord) FILTER (o.figure.unit_text IS NOT NULL)
        ) AS unit_text,
        string_agg(signed(o.sign, o.label || ' ' || o.amount_words), '' ORDER BY o.ord) FILTER (o.side = 'left')
            AS left_list,
        string_agg(signed(o.sign, o.label || ' ' || o.amount_words), '' ORDER BY o.ord) FILTER (o.side = 'right')
            AS right_list,
        string_agg(o.label || ' ' || o.amount_words, '、' ORDER BY o.ord) FILTER (o.side = 'explains') AS explains_list,
        string_agg(signed(o.sign, o.figure.text), '' ORDER BY o.ord) FILTER (o.side = 'left') AS left_text,
        string_agg(signed(o.sign, o.figure.text), '' ORDER BY o.ord) FILTER (o.side = 'right') AS right_text,
        any_value(o.label) FILTER (o.role = 'not_applicable') AS not_applicable,
        any_value(o.label) FILTER (o.role = 'insufficient') AS insufficient,
        coalesce(
            min_by(o.own_page, o.ord) FILTER (o.role = 'left' AND o.own_page IS NOT NULL),
            min_by(o.own_page, o.ord) FILTER (o.own_page IS NOT NULL)
        ) AS page,
        coalesce(
            min_by(o.own_line, o.ord) FILTER (o.role = 'left' AND o.own_line IS NOT NULL),
            min_by(o.own_line, o.ord) FILTER (o.own_line IS NOT NULL)
        ) AS line
    FROM spoken AS o
    GROUP BY o.rule, o.document_id, o.anchor
),
judged AS (
    SELECT
        *,
        l - r AS difference,
        CASE
            WHEN not_applicable IS NOT NULL THEN 'not_applicable'
            WHEN insufficient IS NOT NULL OR missing IS NOT NULL OR l IS NULL OR r IS NULL THEN 'insufficient'
            WHEN relation = '<=' THEN by_excess(l - r, tolerance, allowance)
            WHEN relation = '>=' THEN by_excess(r - l, tolerance, allowance)
            WHEN relation = 'within' THEN
                by_excess(greatest(l - r - coalesce(e, 0), r - l), tolerance + more_tolerance, allowance)
            WHEN by_excess(abs(l - r), tolerance, allowance) <> 'mismatch' THEN
                by_excess(abs(l - r), tolerance, allowance)
            WHEN e IS NOT NULL THEN by_excess(abs(l - r - e), tolerance + more_tolerance, allowance)
            ELSE 'mismatch'
        END AS outcome
    FROM sides
    WHERE l IS NOT NULL OR r IS NOT NULL OR not_applicable IS NOT NULL OR insufficient IS NOT NULL
),
explained AS (
    SELECT
        *,
        CASE
            WHEN outcome IN ('pass', 'rounding') AND e IS NOT NULL AND abs(difference) > tolerance + allowance THEN
                CASE WHEN abs(abs(difference) - abs(e)) <= tolerance + more_tolerance THEN '差额等于' ELSE '差额不超过' END
                || explains_list
        END AS explanation
    FROM judged
),
worded AS (
    SELECT
        *,
        side_text(left_label, left_list, left_count, money_with_unit(l, unit_text)) || '；'
            || side_text(right_label, right_list, right_count, money_with_unit(r, unit_text)) AS both_sides,
        money_with_unit(difference, unit_text) AS difference_words,
        money_with_unit((tolerance + allowance)::DECIMAL(18, 2), unit_text) AS tolerance_words,
        is_money(unit_text) AS is_amount,
        is_money(unit_text) AND outcome NOT IN ('insufficient', 'not_applicable') AS is_compared
    FROM explained
)
SELECT
    row_number() OVER (
        PARTITION BY s.document_id ORDER BY r.rule_no, s.line IS NULL, s.page, s.line, s.ord, s.statement, s.anchor
    )::INTEGER AS check_no,
    s.document_id, s.rule, s.anchor, s.statement, s.code, s.measure, s.fiscal_year, s.subject, s.outcome,
    CASE WHEN s.is_amount THEN s.l::DECIMAL(18, 2) END AS left_yuan,
    CASE WHEN s.is_amount THEN s.r::DECIMAL(18, 2) END AS right_yuan,
    CASE WHEN s.is_compared THEN s.difference::DECIMAL(18, 2) END AS difference_yuan,
    -- a single figure that bears the subject's own name is not named twice
    replace(coalesce(s.subject || '：', '') || CASE s.outcome
        WHEN 'not_applicable' THEN s.not_applicable
        WHEN 'insufficient' THEN coalesce(
            s.insufficient,
            s.both_sides || '；'
            || coalesce(s.missing, CASE WHEN s.l IS NULL THEN '左边未印出' ELSE '右边各项均未印出' END) || '，无法核对'
        )
        ELSE s.both_sides || '；' || CASE
            WHEN s.difference = 0 THEN '两边相等'
            ELSE '左边减右边 ' || s.difference_words || CASE
                WHEN s.explanation IS NOT NULL THEN '，' || s.explanation
                WHEN s.outcome = 'rounding' THEN '，在四舍五入的范围内（不超过 ' || s.tolerance_words || '）'
                WHEN s.outcome = 'pass' AND s.relation = '=' THEN '，在所印数字的末位以内'
                WHEN s.outcome = 'pass' THEN '，符合'
                ELSE ''
            END
        END || coalesce(s.remark, '')
    END, coalesce(s.subject || '：' || s.subject || ' ', ''), coalesce(s.subject || '：', '')) AS message,
    s.page, s.line, unsigned(s.left_text) AS left_text, unsigned(s.right_text) AS right_text,
    CASE WHEN s.is_compared THEN (s.tolerance + s.allowance)::DECIMAL(18, 2) END AS tolerance_yuan,
    s.explanation
FROM worded AS s
JOIN rules AS r USING (rule);

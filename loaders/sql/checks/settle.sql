-- Operands to checks: both sides summed, the difference judged, and said in words.
-- What is written out again for every use costs more to plan than to compute, and to order a million short lists more
-- than all the rest: so a side of one figure, as most are, is said without a list.
CREATE OR REPLACE TABLE checking.side_sum AS
WITH measured AS (
    SELECT
        *, (figure.yuan * 100)::BIGINT AS fen, fen_of(figure.unit_text) AS size,
        CASE WHEN figure.yuan IS NOT NULL THEN role END AS side,
        CASE WHEN figure.document_id = document_id THEN figure.page END AS own_page,
        CASE WHEN figure.document_id = document_id THEN figure.line END AS own_line
    FROM operand
),
spoken AS (
    SELECT *, label || ' ' || amount_words(fen, size, figure.unit_text) AS phrase
    FROM measured
)
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
    count(*) FILTER (o.side = 'explains') AS explains_count,
    coalesce(
        min_by(o.figure.unit_text, o.ord) FILTER (o.role = 'left'),
        min_by(o.figure.unit_text, o.ord) FILTER (o.figure.unit_text IS NOT NULL)
    ) AS unit_text,
    any_value(signed(o.sign, o.phrase)) FILTER (o.side = 'left') AS left_list,
    any_value(signed(o.sign, o.phrase)) FILTER (o.side = 'right') AS right_list,
    any_value(o.phrase) FILTER (o.side = 'explains') AS explains_list,
    any_value(signed(o.sign, o.figure.text)) FILTER (o.side = 'left') AS left_text,
    any_value(signed(o.sign, o.figure.text)) FILTER (o.side = 'right') AS right_text,
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
GROUP BY o.rule, o.document_id, o.anchor;

-- The sides of several figures, in their order.
CREATE OR REPLACE TABLE checking.side_list AS
WITH measured AS (
    SELECT
        o.rule, o.document_id, o.anchor, o.role, o.sign, o.label, o.ord, o.figure.text AS text,
        (o.figure.yuan * 100)::BIGINT AS fen, fen_of(o.figure.unit_text) AS size, o.figure.unit_text AS unit_text
    FROM operand AS o
    JOIN side_sum AS s USING (rule, document_id, anchor)
    WHERE o.figure.yuan IS NOT NULL AND CASE o.role
        WHEN 'left' THEN s.left_count WHEN 'right' THEN s.right_count ELSE s.explains_count
    END > 1
),
listed AS (
    SELECT
        rule, document_id, anchor, role,
        string_agg(signed(sign, label || ' ' || amount_words(fen, size, unit_text)), '' ORDER BY ord) AS words,
        string_agg(label || ' ' || amount_words(fen, size, unit_text), '、' ORDER BY ord) FILTER (role = 'explains')
            AS explaining,
        string_agg(signed(sign, text), '' ORDER BY ord) AS figures
    FROM measured
    GROUP BY rule, document_id, anchor, role
)
SELECT
    rule, document_id, anchor,
    any_value(words) FILTER (role = 'left') AS left_words, any_value(figures) FILTER (role = 'left') AS left_figures,
    any_value(words) FILTER (role = 'right') AS right_words, any_value(figures) FILTER (role = 'right') AS right_figures,
    any_value(explaining) AS explaining
FROM listed
GROUP BY rule, document_id, anchor;

CREATE OR REPLACE TABLE checking.settled AS
WITH joined AS (
    SELECT
        s.* REPLACE (
            unsigned(coalesce(m.left_words, s.left_list)) AS left_list,
            unsigned(coalesce(m.right_words, s.right_list)) AS right_list,
            coalesce(m.explaining, s.explains_list) AS explains_list,
            unsigned(coalesce(m.left_figures, s.left_text)) AS left_text,
            unsigned(coalesce(m.right_figures, s.right_text)) AS right_text
        ),
        s.l - s.r AS difference, s.tolerance + s.allowance AS leeway, fen_of(s.unit_text) AS size,
        is_money(s.unit_text) AS is_amount
    FROM side_sum AS s
    LEFT JOIN side_list AS m USING (rule, document_id, anchor)
    WHERE s.l IS NOT NULL OR s.r IS NOT NULL OR s.not_applicable IS NOT NULL OR s.insufficient IS NOT NULL
),
-- Of an equality that does not hold by itself, what is left when the money that explains it is taken off.
exceeded AS (
    SELECT
        *,
        CASE
            WHEN relation = '<=' THEN difference
            WHEN relation = '>=' THEN -difference
            WHEN relation = 'within' THEN greatest(difference - coalesce(e, 0), -difference)
            WHEN e IS NULL OR abs(difference) <= leeway THEN abs(difference)
            ELSE abs(difference - e)
        END AS excess,
        CASE
            WHEN relation = 'within' OR (relation = '=' AND e IS NOT NULL AND abs(difference) > leeway)
                THEN tolerance + more_tolerance
            ELSE tolerance
        END AS margin
    FROM joined
),
judged AS (
    SELECT
        *,
        CASE
            WHEN not_applicable IS NOT NULL THEN 'not_applicable'
            WHEN insufficient IS NOT NULL OR missing IS NOT NULL OR difference IS NULL THEN 'insufficient'
            WHEN excess <= allowance THEN 'pass'
            WHEN excess <= allowance + margin THEN 'rounding'
            ELSE 'mismatch'
        END AS outcome
    FROM exceeded
),
-- Only what the message needs is put into words.
worded AS (
    SELECT
        *,
        CASE
            WHEN outcome IN ('pass', 'rounding') AND e IS NOT NULL AND abs(difference) > leeway THEN
                CASE
                    WHEN abs(abs(difference) - abs(e)) <= tolerance + more_tolerance THEN '差额等于' || explains_list
                    -- how much of that money belongs here is printed nowhere: a smaller error would not be seen
                    ELSE '差额不超过' || explains_list || '（只核对了上限，其中多少属于此项未印出）'
                END
        END AS explanation,
        CASE WHEN left_label IS NOT NULL OR left_count > 1 THEN amount_words((l * 100)::BIGINT, size, unit_text) END
            AS left_amount,
        CASE WHEN right_label IS NOT NULL OR right_count > 1 THEN amount_words((r * 100)::BIGINT, size, unit_text) END
            AS right_amount,
        CASE
            WHEN outcome IN ('insufficient', 'not_applicable') OR difference = 0 THEN NULL
            ELSE amount_words((difference * 100)::BIGINT, size, unit_text)
        END AS difference_words,
        CASE WHEN outcome = 'rounding' THEN
            amount_words((leeway::DECIMAL(18, 2) * 100)::BIGINT, size, unit_text)
        END AS leeway_words,
        is_amount AND outcome NOT IN ('insufficient', 'not_applicable') AS is_compared
    FROM judged
),
said_of AS (
    SELECT
        *,
        side_text(l, left_label, left_list, left_count, left_amount) || '；'
            || side_text(r, right_label, right_list, right_count, right_amount) AS both_sides
    FROM worded
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
                WHEN s.outcome = 'rounding' THEN '，在四舍五入的范围内（不超过 ' || s.leeway_words || '）'
                WHEN s.outcome = 'pass' AND s.relation = '=' THEN '，在所印数字的末位以内'
                WHEN s.outcome = 'pass' THEN '，符合'
                ELSE ''
            END
        END || coalesce(s.remark, '')
    END, coalesce(s.subject || '：' || s.subject || ' ', ''), coalesce(s.subject || '：', '')) AS message,
    s.page, s.line, s.left_text, s.right_text,
    CASE WHEN s.is_compared THEN s.leeway::DECIMAL(18, 2) END AS tolerance_yuan,
    s.explanation
FROM said_of AS s
JOIN rules AS r USING (rule);

-- Amounts in words, exact: in the printed unit, with thousands separators and at least two decimals.
CREATE OR REPLACE TEMP MACRO bare(t) AS
    regexp_replace(translate(t, '（），：；％＝＋－　', '(),:;%=+- '), '[\s\x{200B}\x{FEFF}\x{00AD}]+', '', 'g');

-- The same numbers as loaders.money.FEN_PER_UNIT; a test holds them together.
CREATE OR REPLACE TEMP MACRO fen_of(unit) AS CASE unit
    WHEN '万元' THEN 1000000
    WHEN '千元' THEN 100000
    WHEN '百万元' THEN 100000000
    WHEN '亿元' THEN 10000000000
    ELSE 100
END::BIGINT;

CREATE OR REPLACE TEMP MACRO with_decimals(sign, whole, rest) AS
    sign || format('{:,}', whole) || '.'
    || rpad(rtrim(rest, '0'), greatest(2, length(rtrim(rest, '0')))::INTEGER, '0');

CREATE OR REPLACE TEMP MACRO fen_text(fen, size) AS with_decimals(
    CASE WHEN fen < 0 THEN '-' ELSE '' END,
    abs(fen) // size,
    lpad((abs(fen) % size)::VARCHAR, (length(size::VARCHAR) - 1)::INTEGER, '0')
);

-- A count has another unit (个, 人) and no decimals; it is no amount, in no column of money.
CREATE OR REPLACE TEMP MACRO is_money(unit) AS unit IS NULL OR unit LIKE '%元';

CREATE OR REPLACE TEMP MACRO money_text(yuan, unit) AS CASE
    WHEN is_money(unit) THEN fen_text((yuan * 100)::BIGINT, fen_of(unit))
    ELSE format('{:,}', yuan::BIGINT)
END;

CREATE OR REPLACE TEMP MACRO money_with_unit(yuan, unit) AS money_text(yuan, unit) || ' ' || coalesce(unit, '元');

-- A list of operands: `a 1.00 万元 + b 2.00 万元 = 3.00 万元`.
CREATE OR REPLACE TEMP MACRO signed(sign, t) AS CASE WHEN sign < 0 THEN ' − ' ELSE ' + ' END || t;

CREATE OR REPLACE TEMP MACRO unsigned(list) AS
    CASE WHEN starts_with(list, ' + ') THEN substr(list, 4) ELSE ltrim(list) END;

CREATE OR REPLACE TEMP MACRO side_text(label, list, operands, amount_words) AS CASE
    WHEN amount_words IS NULL THEN coalesce(label, '') || '未印出'
    WHEN label IS NOT NULL THEN label || ' ' || amount_words
    WHEN operands = 1 THEN unsigned(list)
    ELSE unsigned(list) || ' = ' || amount_words
END;

CREATE OR REPLACE TEMP MACRO by_excess(excess, tolerance, allowance) AS CASE
    WHEN excess <= allowance THEN 'pass'
    WHEN excess <= allowance + tolerance THEN 'rounding'
    ELSE 'mismatch'
END;

CREATE OR REPLACE TEMP MACRO is_under(lower_code, upper_code) AS
    upper_code IS NULL OR lower_code IS NULL OR starts_with(lower_code, upper_code);

-- The year stands before a subject where it is not the document's own.
CREATE OR REPLACE TEMP MACRO in_year(year, own_year, subject) AS
    CASE WHEN year = own_year THEN subject ELSE year || '年 ' || subject END;

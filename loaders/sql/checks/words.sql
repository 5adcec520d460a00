-- Amounts in words, exact: in the printed unit, with thousands separators and at least two decimals.
CREATE OR REPLACE MACRO checking.bare(t) AS
    regexp_replace(translate(t, '（），：；％＝＋－．　０１２３４５６７８９', '(),:;%=+-. 0123456789'), '[\s\x{200B}\x{FEFF}\x{00AD}]+', '', 'g');

-- The same numbers as loaders.money.FEN_PER_UNIT; a test holds them together.
CREATE OR REPLACE MACRO checking.fen_of(unit) AS CASE unit
    WHEN '万元' THEN 1000000
    WHEN '百元' THEN 10000
    WHEN '千元' THEN 100000
    WHEN '百万元' THEN 100000000
    WHEN '亿元' THEN 10000000000
    ELSE 100
END::BIGINT;

-- A count has another unit (个, 人) and no decimals; it is no amount, in no column of money.
CREATE OR REPLACE MACRO checking.is_money(unit) AS unit IS NULL OR unit LIKE '%元';

-- Of 分 in units of `size` 分; of a hundred times a number of things where the unit is no money.
CREATE OR REPLACE MACRO checking.amount_words(fen, size, unit) AS CASE
    WHEN unit IS NULL OR unit LIKE '%元' THEN
        CASE WHEN fen < 0 THEN '-' ELSE '' END || format('{:,}', abs(fen) // size) || '.'
        || regexp_replace(lpad((abs(fen) % size)::VARCHAR, (length(size::VARCHAR) - 1)::INTEGER, '0'), '^(..\d*?)0+$', '\1')
    ELSE format('{:,}', fen // 100)
END || ' ' || coalesce(unit, '元');

CREATE OR REPLACE MACRO checking.money_with_unit(yuan, unit) AS
    amount_words((yuan * 100)::BIGINT, fen_of(unit), unit);

-- A list of operands: `a 1.00 万元 + b 2.00 万元 = 3.00 万元`.
CREATE OR REPLACE MACRO checking.signed(sign, t) AS CASE WHEN sign < 0 THEN ' − ' ELSE ' + ' END || t;

CREATE OR REPLACE MACRO checking.unsigned(list) AS
    CASE WHEN starts_with(list, ' + ') THEN substr(list, 4) ELSE ltrim(list) END;

CREATE OR REPLACE MACRO checking.side_text(amount, label, list, operands, amount_words) AS CASE
    WHEN amount IS NULL THEN coalesce(label, '') || '未印出'
    WHEN label IS NOT NULL THEN label || ' ' || amount_words
    WHEN operands = 1 THEN list
    ELSE list || ' = ' || amount_words
END;

CREATE OR REPLACE MACRO checking.is_under(lower_code, upper_code) AS
    upper_code IS NULL OR lower_code IS NULL OR starts_with(lower_code, upper_code);

-- The year stands before a subject where it is not the document's own.
CREATE OR REPLACE MACRO checking.in_year(year, own_year, subject) AS
    CASE WHEN year = own_year THEN subject ELSE year || '年 ' || subject END;

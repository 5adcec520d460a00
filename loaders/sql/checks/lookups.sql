-- The registry and the words of the rules, as tables that the rules read.
CREATE OR REPLACE TABLE checking.rule_otherwise AS
SELECT unnest($rule) AS rule, unnest($statement) AS statement, unnest($otherwise) AS otherwise;

CREATE OR REPLACE TABLE checking.rule_needs AS
SELECT unnest($needing) AS rule, unnest($needed) AS statement, unnest($together) AS together;

CREATE OR REPLACE TABLE checking.word AS
SELECT unnest($kind) AS kind, unnest($key) AS key, unnest($label) AS label;

-- Half of one step of the last printed digit, in 元.
CREATE OR REPLACE TABLE checking.step AS
SELECT unnest($unit_text) AS unit_text, unnest($decimals) AS decimals, unnest($half)::DECIMAL(18, 4) AS half;

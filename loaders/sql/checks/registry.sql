-- The registry of the rules, as readers of the database find it.
DELETE FROM rules;

INSERT INTO rules
SELECT unnest($rule), unnest($rule_no), unnest($title), unnest($formula), unnest($severity);

-- What a check comes to for a reader, hardest first: 1 a hard rule's mismatch, 2 a soft rule's, 3 a difference that printed
-- money explains, 4 rounding, 5 not enough printed, 6 the rule does not apply, 0 it simply held.
CREATE MACRO standing_of(outcome, rule_severity, is_explained) AS
    CASE
        WHEN outcome = 'mismatch' AND rule_severity = 'hard' THEN 1
        WHEN outcome = 'mismatch' THEN 2
        WHEN is_explained THEN 3
        WHEN outcome = 'rounding' THEN 4
        WHEN outcome = 'insufficient' THEN 5
        WHEN outcome = 'not_applicable' THEN 6
        ELSE 0
    END

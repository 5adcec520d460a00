-- The rules of the identities, in their order.
SELECT rule, rule_no, title, formula, severity FROM rules ORDER BY rule_no

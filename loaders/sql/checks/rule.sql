INSERT INTO operand BY NAME
SELECT $rule AS rule, *
FROM (
    {operands}
)

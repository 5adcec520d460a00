-- The definition itself.
SELECT * FROM ref_pension_definition
ORDER BY
    list_position(['strict', 'broad', 'explains', 'excluded', 'heads', 'not_heads'], definition), kind, pattern

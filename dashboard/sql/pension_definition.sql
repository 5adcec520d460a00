-- The definition itself.
SELECT * FROM ref_pension_definition
ORDER BY CASE definition WHEN 'strict' THEN 1 WHEN 'broad' THEN 2 WHEN 'explains' THEN 3 ELSE 4 END, kind, pattern

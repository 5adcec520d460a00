-- What the documents under check hold at all: statements, and what else rules are looked for in.
SELECT statement FROM columns_of
UNION
SELECT 'narrative' FROM said
UNION
SELECT 'money_target' FROM money_target
UNION
SELECT 'year_pair' FROM year_pair
UNION
SELECT 'unit_pair' FROM unit_pair
UNION
SELECT 'final' FROM doc WHERE stage = 'final'

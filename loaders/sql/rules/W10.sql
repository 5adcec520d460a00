-- The rows of the procurement statement by source; its total row from the rows, where they have no codes.
SELECT * FROM row_sum WHERE statement = 'procurement'
UNION ALL BY NAME
SELECT * FROM list_sum WHERE statement = 'procurement'

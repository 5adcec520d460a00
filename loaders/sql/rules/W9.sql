-- The rows of the project statement by source, and its total row from the projects.
SELECT * FROM row_sum WHERE statement = 'project'
UNION ALL BY NAME
SELECT * FROM list_sum WHERE statement = 'project'

-- All rows of one public table or view.
SELECT * FROM query_table($name)

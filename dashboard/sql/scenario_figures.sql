-- Every figure of some documents that a scenario may change: those of the tables, for each document's own year.
SELECT a.*
FROM amounts AS a
JOIN documents AS d ON d.document_id = a.document_id AND d.fiscal_year = a.fiscal_year
WHERE a.document_id IN (SELECT unnest($documents::VARCHAR[])) AND a.origin <> 'narrative'
ORDER BY a.document_id, a.figure_no

-- How many figures each jurisdiction has: what is checked at once.
SELECT d.jurisdiction, count(a.document_id) AS figures
FROM documents AS d
LEFT JOIN amounts AS a USING (document_id)
WHERE $everywhere OR d.jurisdiction IN (SELECT unnest($jurisdictions::VARCHAR[]))
GROUP BY d.jurisdiction
ORDER BY d.jurisdiction

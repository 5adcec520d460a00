-- One copy of a document for each of its figures, in a jurisdiction of its own, so that all are checked at once.
INSERT INTO documents BY NAME
SELECT d.* REPLACE (c.copy AS document_id, c.copy AS jurisdiction)
FROM base.documents AS d
JOIN copies AS c USING (document_id)

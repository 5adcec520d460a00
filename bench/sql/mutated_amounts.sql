-- The figures of each copy, one of them changed by its `step` (in its printed unit), up or down.
INSERT INTO amounts BY NAME
SELECT
    a.* REPLACE (
        c.copy AS document_id,
        CASE WHEN c.source = 'amounts' AND a.figure_no = c.no THEN a.amount_yuan + c.change_yuan ELSE a.amount_yuan END
            AS amount_yuan
    )
FROM base.amounts AS a
JOIN copies AS c USING (document_id)

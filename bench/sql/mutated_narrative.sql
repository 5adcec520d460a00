-- The facts of each copy: an amount, or the change on the year before, is another.
INSERT INTO narrative BY NAME
SELECT
    n.* REPLACE (
        c.copy AS document_id,
        n.amount_yuan + CASE WHEN c.field = 'amount' AND c.source = 'narrative' AND c.no = n.fact_no THEN c.change_yuan ELSE 0 END
            AS amount_yuan,
        n.change_yuan + CASE WHEN c.field = 'change' AND c.no = n.fact_no THEN c.change_yuan ELSE 0 END AS change_yuan
    )
FROM base.narrative AS n
JOIN copies AS c USING (document_id)

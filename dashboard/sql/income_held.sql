-- How many identities speak of income in each document, and how many of them simply hold; of all documents, by the number
-- of a document in `documents`: the page adds up those of the documents that are chosen.
WITH counted AS (
    SELECT
        document_id,
        CAST(count(*) AS INTEGER) AS found,
        CAST(count(*) FILTER (outcome = 'pass') AS INTEGER) AS held
    FROM checks
    WHERE statement = 'income' OR list_contains($rules, rule)
    GROUP BY document_id
)
SELECT CAST(d.rowid AS INTEGER) AS document, c.found, c.held
FROM counted AS c
JOIN documents AS d ON d.document_id = c.document_id

-- How the identities of each chosen document came out, by outcome.
SELECT document_id, outcome, CAST(count(*) AS INTEGER) AS checks
FROM checks
WHERE list_contains($documents, document_id)
GROUP BY document_id, outcome
ORDER BY document_id, outcome

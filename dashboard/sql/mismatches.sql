-- Identities that do not hold, widest difference first.
SELECT * FROM out_findings
WHERE outcome = 'mismatch' AND list_contains($documents, document_id)
ORDER BY abs(difference_yuan) DESC NULLS LAST, document_id, line

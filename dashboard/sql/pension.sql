-- The figures counted as pension-fund subsidies, both definitions (filter on one before summing).
SELECT * FROM out_pension_subsidy
WHERE list_contains($documents, document_id)
ORDER BY jurisdiction, document_id, definition DESC, code NULLS LAST, name

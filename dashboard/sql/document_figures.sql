-- Every printed figure of one document, in printed order: what two versions of it are compared by.
SELECT statement, fiscal_year, side, is_total, code, gov_code, name, measure, amount_yuan, amount_text, page, line
FROM amounts
WHERE document_id = $document
ORDER BY table_no, row_no, line, measure, fiscal_year

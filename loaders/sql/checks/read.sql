SELECT
    document_id, rule, statement, code, measure, outcome, left_yuan, right_yuan, difference_yuan, message, page, line,
    fiscal_year, subject, left_text, right_text, tolerance_yuan, explanation, check_no
FROM checks
ORDER BY document_id, check_no

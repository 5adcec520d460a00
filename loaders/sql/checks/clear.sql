-- What was written before of the documents under check.
DELETE FROM figure_marks WHERE document_id IN (SELECT document_id FROM doc);

DELETE FROM check_operands WHERE document_id IN (SELECT document_id FROM doc);

DELETE FROM checks WHERE document_id IN (SELECT document_id FROM doc);

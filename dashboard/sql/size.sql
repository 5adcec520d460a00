-- How many figures there are: what decides whether a question is asked of all documents at once.
SELECT count(*) AS figures FROM amounts

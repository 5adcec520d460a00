-- Files that could not be loaded: part of the picture whatever is filtered.
SELECT source_file, reason, remedy, table_title, page, line, failed_at FROM failures ORDER BY source_file

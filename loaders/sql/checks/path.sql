-- Where this connection looks names up, and where it looks them up while it checks.
SELECT
    current_setting('search_path') AS path,
    '"' || replace(current_database(), '"', '""') || '"."' || replace(current_schema(), '"', '""') || '",checking.main'
        AS wider

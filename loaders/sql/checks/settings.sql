-- How this connection works, and how it works best on few figures: there dividing work among threads and looking for a
-- better plan take longer than the work. What is kept are the rewrites without which joins would meet whole tables.
SELECT
    current_setting('threads')::INTEGER AS threads, current_setting('disabled_optimizers') AS disabled,
    1 AS few_threads,
    (
        SELECT string_agg(name, ',')
        FROM duckdb_optimizers()
        WHERE name NOT IN ('filter_pushdown', 'unused_columns', 'deliminator', 'unnest_rewriter')
    ) AS few_disabled

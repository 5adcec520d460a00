-- How this connection works, and how it works best on few figures: there dividing work among threads and looking for a
-- better plan take longer than the work. What is kept are the rewrites without which joins would meet whole tables.
-- Memory goes back sooner, because two connections would each hold on to what they once needed.
SELECT
    current_setting('threads')::INTEGER AS threads, current_setting('disabled_optimizers') AS disabled,
    current_setting('allocator_flush_threshold') AS spare,
    current_setting('allocator_bulk_deallocation_flush_threshold') AS freed,
    1 AS few_threads,
    (
        SELECT string_agg(name, ',')
        FROM duckdb_optimizers()
        WHERE name NOT IN ('filter_pushdown', 'unused_columns', 'deliminator', 'unnest_rewriter')
    ) AS few_disabled,
    '1MB' AS few_spare, '3MB' AS few_freed

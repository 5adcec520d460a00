"""One DuckDB file in, pages out; never parses a document."""

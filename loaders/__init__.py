"""Documents in, one DuckDB file out: exact, audited tables of Chinese department budgets.

Nothing in this package knows of the dashboard.
"""

LOADER_VERSION = "1"
"""Raised whenever a change of the loaders may change what a document yields: cached documents are then read again."""

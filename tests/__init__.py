"""Tests of the loaders and of the dashboard."""

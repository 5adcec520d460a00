"""Briefings: what a page shows, as slides, a text and workbooks that open in Office and WPS and can be edited there."""

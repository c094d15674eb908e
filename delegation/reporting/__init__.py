"""REPORT: figures for a period, on a page and on paper."""

"""Drawings of the report: one SVG for the page and for paper.

Every mark carries a class and a literal colour. On paper the literal counts, because WeasyPrint paints
``fill: var()`` black; on a screen ``report.css`` overrules it by class, so that dark mode is only a stylesheet.
"""

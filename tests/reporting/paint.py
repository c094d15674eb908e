"""The colours of the product, for drawings in tests."""

from pathlib import Path

from delegation.reporting.engine import palette

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
PAINT = palette((CSS / "tokens.css").read_text())

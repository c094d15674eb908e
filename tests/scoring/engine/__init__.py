"""What the arithmetic of a score promises."""

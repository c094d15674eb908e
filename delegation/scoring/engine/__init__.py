"""The arithmetic of a score: pure functions on arrays and mappings."""

"""The arithmetic of the catalogue: reading exports, rhythms and chores."""

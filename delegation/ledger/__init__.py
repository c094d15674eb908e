"""WHAT IT DID: hours freed and spent, and the pulse of the people."""

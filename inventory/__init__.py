"""CATALOGUE: the recurring work, what it keeps alive and what it serves."""

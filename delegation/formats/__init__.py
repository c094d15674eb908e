"""How what people type is read, and written back into a field."""

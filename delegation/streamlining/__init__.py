"""STOP OR SIMPLIFY: trials and improvements, before anything is delegated."""

"""TRACE: what happened, append-only, in the transaction of the change itself."""

"""HAND BACK: the return of a task and its package."""

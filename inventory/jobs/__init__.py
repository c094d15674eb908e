"""What machines do for the catalogue: read and write an import, look for chores."""

from inventory.jobs.chores import find_chores, tickets_of
from inventory.jobs.looking import FOUND, dry_run, lines_of, look, look_at_import, read_import
from inventory.jobs.writing import drop_forgotten, resume_imports, write_import

__all__ = [
    "FOUND", "drop_forgotten", "dry_run", "find_chores", "lines_of", "look", "look_at_import", "read_import", "resume_imports", "tickets_of", "write_import",
]  # fmt: skip

"""What people do in the catalogue."""

from inventory.actions.chores import accept_chore, merge_chore, refuse_chore
from inventory.actions.imports import bring, choose, drop, run, undo
from inventory.actions.tasks import catalogue, catalogue_sentence, edit, keep, restore, retire

__all__ = [
    "accept_chore", "bring", "catalogue", "catalogue_sentence", "choose", "drop", "edit", "keep", "merge_chore",
    "refuse_chore", "restore", "retire", "run", "undo",
]  # fmt: skip

"""What the catalogue keeps."""

from inventory.models.goals import Goal, Initiative
from inventory.models.imports import KEPT, Chore, Import, SourceTicket
from inventory.models.runs import Run
from inventory.models.systems import Skill, System
from inventory.models.tasks import Contribution, Task

__all__ = [
    "KEPT",
    "Chore",
    "Contribution",
    "Goal",
    "Import",
    "Initiative",
    "Run",
    "Skill",
    "SourceTicket",
    "System",
    "Task",
]

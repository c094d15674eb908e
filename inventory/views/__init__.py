"""What the catalogue asks and shows."""

from inventory.views.lists import goal, goals, initiative, initiatives, skill, skills, system, systems
from inventory.views.tasks import new_task, restoration, retirement, task, task_edit, tasks

__all__ = [
    "goal", "goals", "initiative", "initiatives", "new_task", "restoration", "retirement", "skill", "skills",
    "system", "systems", "task", "task_edit", "tasks",
]  # fmt: skip

"""What the catalogue asks and shows."""

from inventory.views.cells import cell
from inventory.views.chores import acceptance, chores, merger, refusal
from inventory.views.imports import dropping, import_, imports, lines, reading_, undoing, writing
from inventory.views.lists import goal, goals, initiative, initiatives, skill, skills, system, systems
from inventory.views.tasks import new_task, restoration, retirement, task, task_edit, tasks

__all__ = [
    "acceptance",
    "cell",
    "chores",
    "dropping",
    "goal",
    "goals",
    "import_",
    "imports",
    "initiative",
    "initiatives",
    "lines",
    "merger",
    "new_task",
    "reading_",
    "refusal",
    "restoration",
    "retirement",
    "skill",
    "skills",
    "system",
    "systems",
    "task",
    "task_edit",
    "tasks",
    "undoing",
    "writing",
]  # fmt: skip

"""What people do: goals, initiatives, systems, skills and tasks."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from delegation.management.demonstration.chronicle import save
from delegation.management.demonstration.frequencies import popups_of
from delegation.management.demonstration.people import Client
from delegation.management.demonstration.shipped import statements, table
from inventory.engine.quick import read_rhythm
from inventory.models import Contribution, Goal, Initiative, Skill, System, Task
from inventory.models.derived import follow
from inventory.models.systems import DataClass

Kind = Initiative.Kind
Life = System.Lifecycle
PURPOSES = {"G": Task.Purpose.GROW, "T": Task.Purpose.TRANSFORM}
WALLS = {
    "Review who can read payroll tables": "Payroll stays inside",
    "Approve firewall changes": "Whoever approves must answer for it here",
    "Test the emergency plan": "The emergency team must know it by heart",
    "Follow up intrusion alerts": "Evidence stays inside",
    "Rotate privileged credentials": "Privileged access stays inside",
    "Grant access to payroll data": "Payroll stays inside",
}
# Name, criticality of four, lifecycle, legacy, data class, owner.
SYSTEMS: dict[str, tuple[tuple[str, int, str, bool, str, str], ...]] = {
    "halden": (
        ("JD Edwards", 4, Life.MIGRATE, True, DataClass.CONFIDENTIAL, "priya"),
        ("Oracle", 4, Life.INVEST, False, DataClass.CONFIDENTIAL, "lena"),
        ("Active Directory", 4, Life.INVEST, False, DataClass.INTERNAL, "tomas"),
        ("Veeam", 3, Life.TOLERATE, False, DataClass.INTERNAL, "tomas"),
        ("Windows servers", 3, Life.TOLERATE, False, DataClass.INTERNAL, "tomas"),
        ("Network", 4, Life.INVEST, False, DataClass.INTERNAL, "tomas"),
        ("Intune", 2, Life.INVEST, False, DataClass.INTERNAL, "ana"),
        ("Power BI", 2, Life.INVEST, False, DataClass.INTERNAL, "omar"),
        ("Boomi", 3, Life.INVEST, False, DataClass.INTERNAL, "omar"),
        ("Workday", 3, Life.TOLERATE, False, DataClass.RESTRICTED, "lena"),
        ("Notes archive", 1, Life.ELIMINATE, True, DataClass.CONFIDENTIAL, "ana"),
        ("Plant floor", 4, Life.TOLERATE, True, DataClass.INTERNAL, "tomas"),
    ),
    "norrby": (
        ("Shop servers", 3, Life.TOLERATE, False, DataClass.INTERNAL, "nina"),
        ("Accounts", 3, Life.TOLERATE, False, DataClass.INTERNAL, "nina"),
        ("Cash registers", 4, Life.MIGRATE, True, DataClass.CONFIDENTIAL, "nina"),
    ),
}  # fmt: skip
SKILLS = ("Windows", "Database", "Network", "ERP", "Integration", "Service desk", "Reporting", "Security")
# Goal, initiative, kind, weeks ago it starts, weeks it lasts, minutes a week, what it is worth.
INITIATIVES = (
    ("Deliver next day", "New warehouse", Kind.GROW, 40, 70, 360, "One day less from order to shop."),
    ("A core that can change", "ERP upgrade", Kind.TRANSFORM, 48, 84, 480, "The old release loses support in two years."),
    ("Decide on today's figures", "Self-service data", Kind.TRANSFORM, 14, 60, 840, "No more waiting for report requests."),
)  # fmt: skip
BACKUPS = {"priya": "omar", "omar": "priya", "tomas": "lena", "lena": "tomas", "ana": "tomas"}


def catalogue(client: Client, *, slug: str) -> None:
    """Write the catalogue of a client; its tasks stand under their titles."""
    names = {name: client.people[owner] for name, *_, owner in SYSTEMS[slug]}
    client.systems = {
        name: System(
            organisation=client.organisation, name=name, criticality=criticality, lifecycle=life, is_legacy=legacy,
            data_class=data, owner=names[name], regulations="GDPR" if data == DataClass.RESTRICTED else "",
        )
        for name, criticality, life, legacy, data, _ in SYSTEMS[slug]
    }  # fmt: skip
    client.skills = {name: Skill(organisation=client.organisation, name=name) for name in SKILLS}
    save(list(client.systems.values()))
    save(list(client.skills.values()))
    if slug == "halden":
        _initiatives(client)
    rows = table("tasks" if slug == "halden" else "norrby_tasks")
    client.organisation.take_numbers(len(rows))
    said = statements()
    client.tasks = {
        row["title"]: _task(client, row, said[row["onet"]], number)
        for number, row in enumerate(rows, start=101)
    }
    type(client.organisation).objects.filter(pk=client.organisation.pk).update(tasks_numbered=100 + len(rows))
    save(list(client.tasks.values()))
    _contributions(client, rows)


def _initiatives(client: Client) -> None:
    today = client.chronicle.today
    for weight, (goal, name, kind, ago, weeks, minutes, value) in enumerate(INITIATIVES, start=1):
        wanted = Goal.objects.create(
            organisation=client.organisation,
            name=goal,
            horizon_on=date(today.year + 2, 12, 31),
            weight=4 - weight,
        )
        starts_on = today - timedelta(weeks=ago)
        client.initiatives.append(Initiative.objects.create(
            organisation=client.organisation, goal=wanted, name=name, kind=kind, starts_on=starts_on,
            ends_on=starts_on + timedelta(weeks=weeks), minutes_per_week=minutes, expected_value=value,
        ))  # fmt: skip


def _task(client: Client, row: dict[str, str], said: dict[str, str], number: int) -> Task:
    flags, at = row["flags"], client.chronicle.ago(36 - number % 4, at=client.chronicle.now.time())
    holder = client.people.get(row["holder"])
    author = holder or client.people["marta" if client.initiatives else "nils"]
    task = Task(
        organisation=client.organisation, number=number, title=row["title"], holder=holder,
        backup=client.people.get(BACKUPS.get(row["holder"], "")), team=client.team, system=client.systems[row["system"]],
        skill=client.skills[row["skill"]], time_zone=client.organisation.time_zone, created_by=author, edited_by=author,
        created_at=at, edited_at=at, starts_on=client.chronicle.begins_on - timedelta(days=60 + 7 * (number % 3)),
        **_when_and_how_long(row, said), **_traits(row, said, flags),
    )  # fmt: skip
    for name, value in follow(task).items():
        setattr(task, name, value)
    if "p" in flags:
        task.off_hours_share = Decimal(1)
    _life(client, task, flags)
    return task


def _when_and_how_long(row: dict[str, str], said: dict[str, str]) -> dict[str, Any]:
    """The rhythm that is written, else the one that O*NET's job holders gave; minutes around the likely ones."""
    fields: dict[str, Any] = {}
    if row["when"]:
        fields = read_rhythm(row["when"])
    elif "f" not in row["flags"]:
        popups = max(0.1, round(popups_of(said), 1))
        fields = {"popups_per_month": popups, "rhythm_words": f"about {popups:g} times a month"}
    if row["minutes"] and ("f" not in row["flags"] or row["holder"]):
        likely = int(row["minutes"])
        fields |= {
            "effort_low": round(likely * 0.7),
            "effort_likely": likely,
            "effort_high": round(likely * 1.6),
        }
    return fields


def _traits(row: dict[str, str], said: dict[str, str], flags: str) -> dict[str, Any]:
    purpose = next((PURPOSES[flag] for flag in flags if flag in PURPOSES), Task.Purpose.RUN)
    data = (
        DataClass.RESTRICTED
        if "R" in flags
        else DataClass.CONFIDENTIAL
        if "c" in flags
        else DataClass.INTERNAL
    )
    return {
        "objective": "" if "f" in flags else said["statement"], "purpose": purpose, "data_class": data,
        "outcome": "" if "f" in flags or "u" in flags else "Nobody has to ask for it twice.",
        "is_remote": "o" not in flags, "is_documented": "d" in flags, "nobody_uses_it": "n" in flags,
        "is_legal_duty": "l" in flags, "has_fixed_rules": "x" in flags, "build_hours": 24 if "x" in flags else None,
        "wall": WALLS.get(row["title"], "") if "w" in flags else "", "regulations": "SOX" if {"l", "R"} <= set(flags) else "",
        "grade_needed": 2, "liking": None if "u" in flags or "f" in flags else 1 - len(row["title"]) % 3,
        "window_minutes": 240, "origin": "Asked for in 2019" if "n" in flags else "",
    }  # fmt: skip


def _life(client: Client, task: Task, flags: str) -> None:
    told, by = client.chronicle, task.created_by
    told.began(task, by=by, at=task.created_at)
    if "f" in flags:
        return
    told.moved(task, to=Task.Status.CATALOGUED, by=by, at=task.created_at + timedelta(minutes=9))
    if "u" not in flags:
        told.moved(task, to=Task.Status.ASSESSED, by=by, at=task.created_at + timedelta(days=6))
    if "r" in flags:
        told.moved(task, to=Task.Status.RETIRED, by=by, at=told.ago(6), why="Nobody missed it.")


def _contributions(client: Client, rows: list[dict[str, str]]) -> None:
    save([
        Contribution(
            organisation=client.organisation, task=client.tasks[row["title"]],
            initiative=client.initiatives["abc".index(flag)],
            level=Contribution.Level.DIRECT if "T" in row["flags"] else Contribution.Level.INDIRECT,
        )
        for row in rows for flag in row["flags"] if flag in "ab" or (flag == "c" and set("TG") & set(row["flags"]))
    ])  # fmt: skip

"""What people say about their tasks, and what the engine makes of it."""

from datetime import timedelta
from random import Random

from delegation.accounts.models import Person, Role
from delegation.management.demonstration.chronicle import save
from delegation.management.demonstration.people import Client
from delegation.management.demonstration.shipped import table
from delegation.scoring.jobs import rescore
from delegation.scoring.models import Campaign, Rating, Rubric, engine_rubric
from delegation.scoring.models.inputs import asked
from inventory.models import Task

EVIDENCE = {
    "strategic": "It keeps the lights on; nobody outside would notice.",
    "urgency": "The last three could wait until the next morning.",
    "sensitivity": "It opens nothing but the queue itself.",
}


def assess(client: Client, *, table_name: str, second: str) -> None:
    """Two people rate each task that was assessed, not always alike; then the scores are computed."""
    rubric = Rubric.objects.first_needed(client.organisation)
    told, random = client.chronicle, Random(f"ratings of {table_name}")  # noqa: S311 - a story, not a secret
    rows = {row["title"]: row for row in table(table_name)}
    ratings: list[Rating] = []
    for title, task in client.tasks.items():
        if task.status == Task.Status.ASSESSED:
            ratings += _rated(client, task, rows[title], client.people[second], random)
    save(ratings)
    _campaign(client, rubric, second)
    rescore(organisation_id=str(client.organisation.pk))
    told.noted("scored", rubric, by=None, at=told.ago(34), after=f"{len(ratings)} ratings")


def _rated(client: Client, task: Task, row: dict[str, str], second: Person, random: Random) -> list[Rating]:
    """The holder's and a manager's levels; they differ by one on about every fifth question."""
    levels = _levels(row, random)
    found: list[Rating] = []
    for rater, view in ((task.holder, Rating.View.DOER), (second, Rating.View.MANAGER)):
        if rater is None or (view == Rating.View.MANAGER and rater == task.holder):
            continue
        for key in asked(task, engine_rubric(None)):
            level = levels[key]
            if view == Rating.View.MANAGER and random.random() < 0.2:
                level = min(5, max(1, level + random.choice((-1, 1))))
            found.append(Rating(
                organisation=client.organisation, task=task, rater=rater, view=view, criterion=key, level=level,
                evidence=EVIDENCE.get(key, "") if random.random() < 0.15 else "",
                rated_at=task.created_at + timedelta(days=5 if view == Rating.View.DOER else 6, minutes=len(found)),
            ))  # fmt: skip
    return found


def _levels(row: dict[str, str], random: Random) -> dict[str, int]:
    strategic, sensitivity, urgency = (int(digit) for digit in row["vsu"])
    flags, per_month = row["flags"], 12 if row["when"].startswith("about") else 4
    return {
        "strategic": strategic, "sensitivity": sensitivity, "urgency": urgency,
        "cadence": 5, "effort": 3, "offhours": 5 if "p" in flags else 1,
        "distraction": 4 if per_month > 4 else random.choice((1, 2, 3)),
        "skill": min(5, max(1, strategic + random.choice((0, 0, 1)))), "kt": min(5, 1 + strategic // 2 + ("d" not in flags)),
        "remote": 2 if "o" in flags else 5, "scope": 5 if "d" in flags else random.choice((2, 3)), "clarity": 4 if "d" in flags else 2,
    }  # fmt: skip


def _campaign(client: Client, rubric: Rubric, second: str) -> None:
    """The round that is running: everybody who holds tasks answers for those that are new."""
    told = client.chronicle
    campaign = Campaign.objects.create(
        organisation=client.organisation, rubric=rubric, name="Autumn round", due_on=told.today + timedelta(days=9),
        created_by=client.people[second], created_at=told.ago(1),
    )  # fmt: skip
    asked_for = {task.holder for task in client.tasks.values() if task.status == Task.Status.CATALOGUED}
    everybody = [
        person
        for person in client.people.values()
        if person.organisation == client.organisation and person.role in {Role.CONTRIBUTOR, Role.MANAGER}
    ]
    people = [person for person in asked_for if person] or everybody
    campaign.people.set(people, through_defaults={"organisation": client.organisation})

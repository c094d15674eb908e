"""What became of the runs at the partners: most are done, a few went otherwise, and some stand in the middle."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random

from delegation.accounts.models import Person
from delegation.management.demonstration.chronicle import monday
from delegation.management.demonstration.people import Client
from delegation.management.demonstration.run_life import Category, Lent, RunLife, Side, Status, Written
from inventory.models import Run

# Why a run went home and how it was left, by the family of its procedure.
HOME = {
    "batch": (
        "Something looks wrong",
        "A payroll queue was stuck. We stopped and called, as the procedure says.",
    ),
    "accounts": ("Out of scope", "It was an executive's account, which the agreement leaves out."),
    "alarms": ("The procedure does not fit", "The procedure did not cover the new plant switches."),
    "records": (
        "Something looks wrong",
        "A bank account did not fit the country. Finance should look first.",
    ),
}
NO_ACCESS = ("I lack access", "The jump host refused the named account.")
QUESTIONS = {
    "batch": (
        "Is the second queue part of this, or only the first?",
        "Only the first. I put it into the step.",
    ),
    "records": (
        "The form has no cost centre. May we take last year's?",
        "Yes, and tell finance in the ticket.",
    ),
    "servers": (
        "Two servers are new on the list. Shall we take them too?",
        "Not before Thursday; nobody uses them yet.",
    ),
}
UNKNOWN_NAME = (
    "There is a name on the list that I do not know. Is it yours?",
    "It is new since Monday. Treat it like the others.",
)
NOTES = (
    "Took longer than usual because of the holiday backlog.",
    "Clean run.",
    "Same two jobs as last week.",
)
# Where the newest runs stand, in turn, so that every state can be seen; the next two to come are picked up already.
STANDING = (
    Status.IN_PROGRESS,
    Status.WAITING,
    Status.SUBMITTED,
    Status.REWORK,
    Status.WAITING,
    Status.SUBMITTED,
)
PICKED_UP = 2
SENT_HOME, MISSED, CANCELLED, LATE = 0.012, 0.018, 0.024, 0.05
ASKED, AGAIN = 0.06, 0.03


def tell_runs(client: Client, lent: Sequence[Lent], random: Random) -> None:
    """Write the partner's side of these runs, and fill the catalogue's."""
    written, now = Written(), client.chronicle.now
    newest = sorted(lent, key=lambda one: one.each.due_at)
    past = [one for one in newest if one.each.due_at < now]
    standing = dict(zip([id(one) for one in reversed(past)], STANDING, strict=False))
    coming = [one for one in newest if one.each.due_at >= now]
    for place, one in enumerate(coming):
        life = RunLife(client, one, written)
        if place < PICKED_UP:
            _picked_up(life, random, at=now - timedelta(hours=1))
        life.rest()
    for one in past:
        life = RunLife(client, one, written)
        if id(one) in standing:
            _stand(life, standing[id(one)], random)
        else:
            _finish(life, random)
        life.rest()
    written.save()
    fields = ["result", "minutes", "performer", "started_at", "ended_at", "at_partner"]
    Run.objects.bulk_update([one.run for one in past], fields, batch_size=100)


def _picked_up(life: RunLife, random: Random, *, at: datetime) -> None:
    life.row.technician = random.choice(life.lent.told.technicians)
    life.row.picked_up_at = at
    life.go(Status.ACCEPTED, by=life.technician, at=at)


def _begun(life: RunLife, random: Random, *, late: bool = False) -> datetime:
    """Picked up and started; gives the moment of the start."""
    starts_at = life.row.starts_at
    at = (life.row.planned_at if late else starts_at) + timedelta(minutes=random.randint(1, 20))
    _picked_up(life, random, at=at)
    life.row.started_at = at + timedelta(minutes=random.randint(1, 6))
    life.go(Status.IN_PROGRESS, by=life.technician, at=life.row.started_at)
    return life.row.started_at


def _finish(life: RunLife, random: Random) -> None:
    drawn = random.random()
    if drawn < SENT_HOME and _in_a_whole_week(life):
        _send_home(life, random)
    elif drawn < MISSED:
        life.end(Status.MISSED, by=None, at=life.row.planned_at, why="Nobody began it in its window.")
        life.lent.run.result = Run.Result.MISSED
    elif drawn < CANCELLED:
        life.end(
            Status.CANCELLED,
            by=_holder(life),
            at=life.row.starts_at + timedelta(minutes=1),
            why="The system is down for maintenance.",
        )
        life.lent.run.result = Run.Result.CANCELLED
    else:
        _done(life, random, late=drawn < LATE)


def _in_a_whole_week(life: RunLife) -> bool:
    """Whether its week began in its month: reports count a week there, and nothing may come home between two."""
    day = life.row.starts_at.astimezone(life.client.chronicle.zone).date()
    return monday(day).month == day.month


def _done(life: RunLife, random: Random, *, late: bool) -> None:
    """Worked on, perhaps with a question, submitted, perhaps once more, and accepted."""
    started = _begun(life, random, late=late)
    asked_for = (
        _ask(life, random, at=started + timedelta(minutes=3)) if random.random() < ASKED else timedelta()
    )
    minutes = max(1, round(life.lent.each.minutes * 1.04))
    at = started + timedelta(minutes=minutes) + asked_for
    _submit(life, minutes, at=at, note=random.choice(NOTES) if random.random() < 0.2 else "")
    if random.random() < AGAIN:
        at = _again(life, at=at)
    by = _holder(life) if random.random() < 0.7 else None
    at = min(_looked_at(at, random, life), life.client.chronicle.now)
    life.end(Status.DONE, by=by, at=at)
    life.approve_time(by=by, at=at)
    run = life.lent.run
    run.result, run.performer = Run.Result.DONE, life.technician
    run.started_at, run.ended_at = started, life.row.submitted_at


def _submit(
    life: RunLife, minutes: int, *, at: datetime, note: str = "", category: str = Category.RUN
) -> None:
    life.tick(from_at=life.row.started_at or at, until=at)
    life.log(minutes, at=at, category=category)
    life.row.submitted_at, life.row.outcome_note = at, note or life.row.outcome_note
    life.go(Status.SUBMITTED, by=life.technician, at=at, side=Side.CLIENT, reason="Looking at the work")


def _again(life: RunLife, *, at: datetime) -> datetime:
    """Sent back once and put right; gives when it was submitted again."""
    _rework(life, at=at + timedelta(minutes=40))
    life.go(Status.IN_PROGRESS, by=life.technician, at=at + timedelta(minutes=50))
    again = at + timedelta(minutes=50 + max(5, life.lent.each.minutes // 3))
    _submit(life, max(5, life.lent.each.minutes // 3), at=again, category=Category.REWORK)
    return again


def _rework(life: RunLife, *, at: datetime) -> None:
    why = "One line of the list is missing."
    life.row.rework_count += 1
    life.go(Status.REWORK, by=_holder(life), at=at, side=Side.PARTNER, reason="Rework", why=why)
    life.say(why, by=_holder(life), at=at)


def _ask(life: RunLife, random: Random, *, at: datetime) -> timedelta:
    """A question and its answer; gives how long it waited."""
    question, answer = QUESTIONS.get(life.lent.told.family_name, UNKNOWN_NAME)
    waited = timedelta(minutes=random.randint(8, 95))
    _wait(life, question, at=at)
    life.say(answer, by=_holder(life), at=at + waited)
    life.go(Status.IN_PROGRESS, by=life.technician, at=at + waited, side=Side.PARTNER)
    life.row.waiting_for = ""
    return waited


def _wait(life: RunLife, question: str, *, at: datetime) -> None:
    life.row.waiting_for = f"Waiting for {life.client.organisation}"
    life.go(Status.WAITING, by=life.technician, at=at, side=Side.CLIENT, reason=life.row.waiting_for)
    life.say(question, by=life.technician, at=at, is_question=True)


def _send_home(life: RunLife, random: Random) -> None:
    """Given back with its reason: at the partner it failed, and the holder took it over the same day."""
    started = _begun(life, random)
    why, note = HOME.get(life.lent.told.family_name, NO_ACCESS)
    at = started + timedelta(minutes=9)
    life.end(Status.SENT_HOME, by=life.technician, at=at, why=why, note=note)
    life.say(note, by=life.technician, at=at)
    life.say("Good call. I took it over.", by=_holder(life), at=at + timedelta(minutes=20), shared=False)
    run, likely = life.lent.run, life.lent.each.minutes
    run.at_partner, run.result, run.performer, run.minutes = False, Run.Result.FAILED, _holder(life), likely
    run.started_at, run.ended_at = at + timedelta(minutes=25), at + timedelta(minutes=25 + likely)


def _stand(life: RunLife, to: str, random: Random) -> None:
    """Leave a run where it can be seen standing."""
    started = min(_begun(life, random), life.client.chronicle.now)
    at = min(started + timedelta(minutes=5), life.client.chronicle.now)
    if to in {Status.SUBMITTED, Status.REWORK}:
        _submit(life, life.lent.each.minutes, at=at)
        if to == Status.REWORK:
            _rework(life, at=at)
        return
    life.tick(from_at=started, until=at, share=0.4)
    if to == Status.WAITING and life.lent.each.is_off_hours:
        life.row.waiting_for = "Waiting for the telephone company"
        life.go(Status.WAITING, by=life.technician, at=at, side=Side.THIRD_PARTY, reason=life.row.waiting_for)
    elif to == Status.WAITING:
        _wait(life, QUESTIONS.get(life.lent.told.family_name, UNKNOWN_NAME)[0], at=at)


def _looked_at(at: datetime, random: Random, life: RunLife) -> datetime:
    """When the holder looked: within the hour by day, in the morning after a night."""
    local = at.astimezone(life.client.chronicle.zone)
    if 8 <= local.hour < 16 and local.weekday() < 5:
        return at + timedelta(minutes=random.randint(4, 70))
    day = local.date() + timedelta(days=local.hour >= 16)
    day += timedelta(days=(7 - day.weekday()) % 7 if day.weekday() >= 5 else 0)
    return datetime.combine(day, time(8, random.randint(5, 50)), tzinfo=life.client.chronicle.zone)


def _holder(life: RunLife) -> Person:
    return life.lent.told.handoff.accountable

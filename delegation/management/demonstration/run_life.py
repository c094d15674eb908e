"""One run at a partner: its arrows, its two-sided clock, its ticks and its minutes."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from delegation.accounts.models import Person
from delegation.management.demonstration.chronicle import save
from delegation.management.demonstration.handing import Told
from delegation.management.demonstration.occurring import Occurrence
from delegation.management.demonstration.people import Client
from delegation.tracking.engine import check_text, step_parts
from delegation.tracking.models import Check, ClockInterval, Message, PartnerRun, TimeEntry
from inventory.models import Run

Status = PartnerRun.Status
Side = ClockInterval.Side
Category = TimeEntry.Category
KNOWN = timedelta(hours=44)
LOCKED_ON_DAY = 5


@dataclass
class Lent:
    """A run that is due at a partner: the arrangement, the occurrence and the catalogue's own run."""

    told: Told
    each: Occurrence
    run: Run


@dataclass
class Written:
    """Rows waiting to be saved together."""

    runs: list[PartnerRun] = field(default_factory=list)
    intervals: list[ClockInterval] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    entries: list[TimeEntry] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    def save(self) -> None:
        for rows in (self.runs, self.intervals, self.checks, self.entries, self.messages):
            save(list(rows))


class RunLife:
    """The life of one run as it is told; every step leaves its trail. Call ``rest`` last."""

    def __init__(self, client: Client, lent: Lent, written: Written) -> None:
        self.client, self.lent, self.written = client, lent, written
        told, due_at = lent.told, lent.each.due_at
        # What pops up is known when it does; what the rule says is known two days before.
        known_at = min(due_at if lent.each.is_popup else due_at - KNOWN, client.chronicle.now)
        planned_at = due_at + timedelta(minutes=told.task.window_minutes)
        self.row = PartnerRun(
            organisation=client.organisation, run=lent.run, handoff=told.handoff, packet=told.packet,
            partner=told.handoff.partner, starts_at=due_at, planned_at=planned_at, due_at=planned_at,
        )  # fmt: skip
        self.intervals: list[ClockInterval] = []
        if known_at < due_at:
            self._turn(Side.CLOSED, known_at, "Not due yet")
        self._turn(Side.PARTNER, due_at)
        self.checks = self._checks()
        why = Run.Source(lent.run.source).label
        client.chronicle.began(self.row, by=None, at=known_at, why=str(why))

    @property
    def technician(self) -> Person:
        assert self.row.technician is not None  # noqa: S101 - picked up before anything else is told
        return self.row.technician

    def go(
        self, to: str, *, by: Person | None, at: datetime, side: str = "", reason: str = "", why: str = ""
    ) -> None:
        """Take an arrow, and turn the clock to a side where it turns."""
        self.client.chronicle.moved(self.row, to=to, by=by, at=at, why=why)
        if side:
            self._turn(side, at, reason)
        self.row.ball = (
            {Side.CLIENT: "client", Side.THIRD_PARTY: "third_party"}.get(Side(side), "partner")
            if side
            else self.row.ball
        )

    def tick(self, *, from_at: datetime, until: datetime, share: float = 1.0) -> None:
        """Tick the first ``share`` of the checks, evenly between two moments."""
        count = round(len(self.checks) * share)
        for place, check in enumerate(self.checks[:count], start=1):
            check.done_at, check.done_by = from_at + (until - from_at) * place / count, self.technician
            check.evidence = "Seen on the screen; picture in the ticket." if check.is_acceptance else ""

    def log(self, minutes: int, *, at: datetime, category: str = Category.RUN) -> None:
        """The technician's minutes, handed in."""
        entry = TimeEntry(
            organisation=self.row.organisation, partner=self.row.partner, handoff=self.row.handoff, partner_run=self.row,
            scope_item=self.row.handoff.scope_item, person=self.technician, minutes=min(max(minutes, 1), 1440), category=category,
            worked_on=at.astimezone(self.client.chronicle.zone).date(),
        )  # fmt: skip
        self.client.chronicle.began(entry, by=self.technician, at=at)
        self.written.entries.append(entry)
        self.lent.run.minutes += entry.minutes

    def say(
        self, body: str, *, by: Person, at: datetime, is_question: bool = False, shared: bool = True
    ) -> None:
        visibility = Message.Visibility.SHARED if shared else Message.Visibility.INTERNAL
        self.written.messages.append(Message(
            organisation=self.row.organisation, handoff=self.row.handoff, partner_run=self.row, visibility=visibility,
            side=by.organisation, by=by, at=at, body=body, is_question=is_question,
        ))  # fmt: skip

    def end(self, to: str, *, by: Person | None, at: datetime, why: str = "", note: str = "") -> None:
        """One of the ends: the clock stops and the catalogue's run is filled by the caller."""
        self.go(to, by=by, at=at, why=why)
        self.row.ended_at, self.row.outcome_note = at, note or self.row.outcome_note
        self.row.ball = "client" if to == Status.SENT_HOME else "nobody"
        self.intervals = [one for one in self.intervals if one.from_at < at]
        self.intervals[-1].to_at = at

    def approve_time(self, *, by: Person | None, at: datetime) -> None:
        """The minutes stand; those of months that are over are locked."""
        chronicle = self.client.chronicle
        for entry in reversed(self.written.entries):
            if entry.partner_run is not self.row:
                break
            chronicle.moved(entry, to=TimeEntry.Status.APPROVED, by=by, at=at)
            lock_at = _next_month(at).replace(day=LOCKED_ON_DAY)
            if lock_at < chronicle.now:
                chronicle.moved(entry, to=TimeEntry.Status.LOCKED, by=None, at=lock_at)

    def rest(self) -> None:
        """Count the due time from the clock, and put everything with what is to be saved."""
        until, zero = self.row.ended_at or self.client.chronicle.now, self.row.starts_at
        seconds = sum(
            max(0.0, (min(one.to_at or until, until) - max(one.from_at, zero)).total_seconds())
            for one in self.intervals if one.side != Side.PARTNER
        )  # fmt: skip
        self.row.due_at = self.row.planned_at + timedelta(minutes=int(seconds) // 60)
        self.written.runs.append(self.row)
        self.written.intervals += self.intervals
        self.written.checks += self.checks

    def _turn(self, side: str, at: datetime, reason: str = "") -> None:
        if self.intervals:
            last = self.intervals[-1]
            if last.side == side and last.reason == reason:
                return
            # What was foreseen for later is dropped when the clock turns before it.
            if last.from_at >= at:
                self.intervals.pop()
            if self.intervals:
                self.intervals[-1].to_at = at
        self.intervals.append(ClockInterval(
            organisation=self.row.organisation, partner_run=self.row, side=side, reason=reason, from_at=at,
        ))  # fmt: skip

    def _checks(self) -> list[Check]:
        told = self.lent.told
        steps = [step_parts(step) for step in (told.procedure.steps if told.procedure else told.packet.steps)]
        ends: list[tuple[str, dict[str, str]]] = [(check_text(check), {}) for check in told.packet.checks]
        return [
            Check(
                organisation=self.row.organisation, partner_run=self.row, position=position, text=text, detail=detail,
                is_acceptance=position > len(steps),
            )
            for position, (text, detail) in enumerate([*steps, *ends], start=1)
        ]  # fmt: skip


def _next_month(at: datetime) -> datetime:
    return (at.replace(day=28) + timedelta(days=4)).replace(day=1)

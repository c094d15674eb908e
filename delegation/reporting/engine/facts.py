"""What a capacity report is made from: plain numbers and words of one moment, gathered by others."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Week:
    """One week of our own people and of the partner.

    ``capacity_minutes`` is what our people have in a full week and ``leave_minutes`` the booked leave taken off
    it. ``run``, ``grow`` and ``transform`` are our own people's minutes alone; the partner's stand beside them.
    """

    start: date
    capacity_minutes: int
    leave_minutes: int
    run_minutes: int
    grow_minutes: int
    transform_minutes: int
    partner_minutes: int
    night_calls: int = 0

    @property
    def own_minutes(self) -> int:
        """What our own people carried, of all purposes."""
        return self.run_minutes + self.grow_minutes + self.transform_minutes

    @property
    def available_minutes(self) -> int:
        """Our own capacity less leave."""
        return self.capacity_minutes - self.leave_minutes

    @property
    def over(self) -> bool:
        """Whether our own load was more than our capacity less leave."""
        return self.own_minutes > self.available_minutes


@dataclass(frozen=True, slots=True)
class AheadWeek:
    """One week to come: what our own people are expected to carry, and the partner."""

    start: date
    capacity_minutes: int
    leave_minutes: int
    own_minutes: int
    partner_minutes: int

    @property
    def short_minutes(self) -> int:
        """How far our own load goes over our capacity less leave; 0 where it fits."""
        return max(0, self.own_minutes - self.capacity_minutes + self.leave_minutes)


@dataclass(frozen=True, slots=True)
class Carried:
    """A task (or a service) the partner carries. ``minutes_by_month`` ends with the month of the report."""

    task: str
    system: str
    minutes_by_month: tuple[int, ...]
    due: int = 0
    on_time: int = 0
    handed_back: int = 0

    @property
    def minutes(self) -> int:
        """The minutes of the month of the report."""
        return self.minutes_by_month[-1]


@dataclass(frozen=True, slots=True)
class HandedBack:
    """Runs or tasks the partner gave back for one reason. ``what`` is a few words, ``why`` whole sentences."""

    count: int
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Freed:
    """Minutes freed in the month, by where they came from."""

    eliminated_minutes: int = 0
    streamlined_minutes: int = 0
    automated_minutes: int = 0
    delegated_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Booked:
    """Freed minutes that were booked to one initiative in the month."""

    initiative: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Costs:
    """What the month's delegation cost: our own minutes, and the partner's fee in hundredths of ``currency``."""

    oversight_minutes: int = 0
    rework_minutes: int = 0
    transfer_minutes: int = 0
    fee_cents: int = 0
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Stays:
    """What is walled off: how many tasks, a few of their names, and this month's minutes of them."""

    tasks: int = 0
    examples: tuple[str, ...] = ()
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Surge:
    """A span of weeks worth naming over the chart. ``last`` is the start of its last week."""

    label: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Ask:
    """A decision asked of the reader. ``what`` is one sentence, ``why`` the sentences behind it."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Facts:
    """One snapshot: everything a capacity report shows, and nothing that is looked up later.

    ``month`` is the first day of the month reported on and ``as_of`` the moment of the snapshot in the
    organisation's own time. ``weeks`` are whole months of weeks without a gap, oldest first; a week counts in the
    month it starts in, the first month is the one compared with. ``finding`` is the manager's own sentence;
    empty lets the rules choose one. Every duration is whole minutes.
    """

    organisation: str
    unit: str
    partner: str
    month: date
    as_of: datetime
    people: int
    weeks: tuple[Week, ...]
    carried: tuple[Carried, ...] = ()
    handed_back: tuple[HandedBack, ...] = ()
    freed: Freed = field(default_factory=Freed)
    booked: tuple[Booked, ...] = ()
    costs: Costs = field(default_factory=Costs)
    stays: Stays = field(default_factory=Stays)
    ahead: tuple[AheadWeek, ...] = ()
    surges: tuple[Surge, ...] = ()
    asks: tuple[Ask, ...] = ()
    uncertain: tuple[str, ...] = ()
    capacity_basis: str = ""
    hours_basis: str = ""
    finding: str = ""

"""From facts to figures: every sentence, number and drawing of the report, finished."""

from dataclasses import dataclass

from delegation.reporting.engine.carried import Row, carried
from delegation.reporting.engine.charts.mark import mark
from delegation.reporting.engine.charts.marks import Drawing, Pen
from delegation.reporting.engine.charts.mix import mix
from delegation.reporting.engine.charts.palette import Palette
from delegation.reporting.engine.charts.tide import tide
from delegation.reporting.engine.checks import check
from delegation.reporting.engine.facts import Facts
from delegation.reporting.engine.findings import finding, standfirst, tide_finding, tide_sentence
from delegation.reporting.engine.handed_back import Line, asks, handed_back
from delegation.reporting.engine.headlines import Headline, headlines
from delegation.reporting.engine.method import counted, stays, uncertain
from delegation.reporting.engine.months import Month, months
from delegation.reporting.engine.outlook import Outlook, outlook
from delegation.reporting.engine.rounding import per_cent, shares, whole
from delegation.reporting.engine.snapshot import data_hash
from delegation.reporting.engine.used import Used, used
from delegation.reporting.engine.wording import (
    count,
    day_and_month,
    moment,
    month_and_year,
    sentence,
    short_day,
)

SHORT_LIST = 7  # tasks named one by one, so that a normal month takes two pages
LONGEST_LIST = 2_000  # rows a report prints at most; performance.md


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers behind a drawing: column heads, and rows of which the first cell is the head."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """A report in finished strings. A template sets them; it never counts."""

    mark: Drawing
    title: str
    description: str
    organisation: str
    unit: str
    partner: str
    month: str
    span: str
    finding: str
    standfirst: str
    headlines: tuple[Headline, ...]
    tide_title: str
    tide: Drawing
    tide_table: Table
    mix: Drawing
    mix_table: Table
    used: Used
    asks: tuple[Line, ...]
    carried_month: str
    carried_since: str
    carried: tuple[Row, ...]
    handed_back: tuple[Line, ...]
    stays: str
    outlook: Outlook | None
    counted: tuple[Line, ...]
    uncertain: tuple[str, ...]
    footer: str
    snapshot: str


# Long because it fills the fields of one report, a line for each.
def figures(facts: Facts, palette: Palette, *, longest_list: int = SHORT_LIST) -> Figures:
    """What ``facts`` amount to; the same facts and palette give the same figures.

    ``palette`` comes from ``tokens.css``. ``longest_list`` is how many tasks are named one by one, never more than
    2,000; the others are one row. Raises ``ValueError`` with a sentence when the facts contradict themselves.
    """
    check(facts)
    pen, known = Pen(palette), months(facts)
    now, partner = known[-1], facts.partner or "the partner"
    snapshot = data_hash(facts)
    period = month_and_year(facts.month)
    return Figures(
        mark=mark(pen),
        title=f"IT capacity report, {period} · {facts.organisation}",
        description=f"Capacity, demand and delegated work, {_span(known)}",
        organisation=facts.organisation,
        unit=", ".join(filter(None, [facts.organisation, facts.unit])),
        partner=partner,
        month=period,
        span=f"{sentence(count(len(known), 'month'))} to {day_and_month(facts.as_of)}",
        finding=facts.finding or finding(known, partner),
        standfirst=standfirst(facts, known, partner),
        headlines=headlines(pen, known, partner),
        tide_title=tide_finding(now),
        tide=tide(pen, facts, sentence=tide_sentence(facts, known, partner)),
        tide_table=_tide_table(known, partner),
        mix=_mix(pen, known),
        mix_table=_mix_table(known),
        used=used(facts, now),
        asks=asks(facts),
        carried_month=f"Hours in {now.name}",
        carried_since=f"Since {known[0].name}" if len(known) > 1 else "",
        carried=carried(pen, facts, now, longest_list=min(longest_list, LONGEST_LIST)),
        handed_back=handed_back(facts),
        stays=stays(facts),
        outlook=outlook(pen, facts, partner),
        counted=counted(facts, partner),
        uncertain=uncertain(facts),
        footer=f"{facts.organisation} · IT capacity report · Internal · figures as of {moment(facts.as_of)}"
        f" · snapshot {snapshot[:12]}",
        snapshot=snapshot,
    )


def _span(known: tuple[Month, ...]) -> str:
    first, last = known[0].first, known[-1].first
    if first == last:
        return month_and_year(last)
    start = known[0].name if first.year == last.year else month_and_year(first)
    return f"{start} to {month_and_year(last)}"


def _tide_table(known: tuple[Month, ...], partner: str) -> Table:
    heads = ("Week of", "Run", "Grow", "Transform", "Own load", "Capacity less leave", sentence(partner))
    rows = []
    for month in known:
        by_partner = shares([week.partner_minutes for week in month.weeks])
        for week, partner_hours in zip(month.weeks, by_partner, strict=True):
            own = shares([week.run_minutes, week.grow_minutes, week.transform_minutes])
            numbers = (*own, sum(own), whole(week.available_minutes), partner_hours)
            rows.append((short_day(week.start), *(f"{number:,}" for number in numbers)))
    return Table(heads, tuple(rows))


def _compared(known: tuple[Month, ...]) -> tuple[Month, ...]:
    return (known[0], known[-1]) if len(known) > 1 else known


def _mix(pen: Pen, known: tuple[Month, ...]) -> Drawing:
    bars = [(month.name, per_cent(month.purposes)) for month in _compared(known)]
    said = [f"{name}: run {run}, grow {grow}, transform {new} per cent" for name, (run, grow, new) in bars]
    return mix(pen, bars, sentence=f"Share of our own hours. {'. '.join(said)}.")


def _mix_table(known: tuple[Month, ...]) -> Table:
    rows = [
        (month_and_year(month.first), *(f"{share} %" for share in per_cent(month.purposes)))
        for month in _compared(known)
    ]
    return Table(("Month", "Run", "Grow", "Transform"), tuple(rows))

"""The sentences on top of the report, chosen by rules from a small set."""

from collections.abc import Sequence

from delegation.reporting.engine.facts import Facts
from delegation.reporting.engine.months import Month, clear_months
from delegation.reporting.engine.outlook import short_hours
from delegation.reporting.engine.rounding import whole
from delegation.reporting.engine.wording import count, listed, month_and_year, number_word, sentence

_LEVEL = 10  # per cent: a smaller change of transformation work is called level


def finding(known: Sequence[Month], partner: str) -> str:
    """One sentence: whether our people had too much to do, and what became of work that changes the business."""
    now, before = known[-1], known[0]
    if len(known) == 1 or not before.transform_a_week:
        return f"{_capacity_clause(known)}, and {_partner_clause(now, partner)}"
    change = _change(before, now)
    link = "but" if change <= -_LEVEL and not now.over else "while"
    return f"{_capacity_clause(known)}, {link} transformation work {_change_clause(change)}"


def standfirst(facts: Facts, known: Sequence[Month], partner: str) -> str:
    """Two or three sentences under the finding: the partner's part, our own, and the weeks to come."""
    now, before = known[-1], known[0]
    ours = (
        f"Our own {number_word(facts.people)} spent {_hours(now.transform_a_week)} a week on transformation"
    )
    if len(known) > 1:
        ours += _compared(before.transform_a_week, now.transform_a_week, before.name)
    return " ".join(
        filter(None, [_partner_sentence(facts, now, partner), f"{ours}.", _ahead_sentence(facts)])
    )


def tide_finding(now: Month) -> str:
    """The heading of the tide chart."""
    peaked = any(week.own_minutes + week.partner_minutes > week.available_minutes for week in now.weeks)
    if now.over:
        return f"Our own load went over capacity in {number_word(now.over)} of {count(len(now.weeks), 'week')} in {now.name}"
    if peaked:
        return "The work still peaks. It does not peak on us."
    return f"All the work of {now.name} fits our own capacity."


def tide_sentence(facts: Facts, known: Sequence[Month], partner: str) -> str:
    """What the tide chart shows, for who cannot see it."""
    now = known[-1]
    over = sum(month.over for month in known)
    return (
        f"Weekly hours from {month_and_year(known[0].first)} to {month_and_year(now.first)}. Our own load went"
        f" over capacity in {over} of {count(len(facts.weeks), 'week')}, {now.over} of them in {now.name}, when"
        f" {partner} did {_hours(whole(now.partner_minutes))}."
    )


def _capacity_clause(known: Sequence[Month]) -> str:
    now, clear = known[-1], clear_months(known)
    if clear > 1:
        return f"{sentence(count(clear, 'month'))} with no week over capacity"
    if clear:
        return f"No week over capacity in {now.name}"
    if now.over == len(now.weeks):
        return f"Every week of {now.name} was over capacity"
    verb = "was" if now.over == 1 else "were"
    return f"{sentence(number_word(now.over))} of {count(len(now.weeks), 'week')} in {now.name} {verb} over capacity"


def _partner_clause(now: Month, partner: str) -> str:
    hours = whole(now.partner_minutes)
    return (
        f"{partner} did {_hours(hours)} of our work" if hours else "all work is still done by our own people"
    )


def _change(before: Month, now: Month) -> int:
    """By how many per cent the whole hours a week that are shown have changed, cut towards nothing."""
    was, has = before.transform_a_week, now.transform_a_week
    return int(100 * (has - was) / was)


def _change_clause(change: int) -> str:
    if change > 100:
        return "has more than doubled"
    if change >= _LEVEL:
        return f"has grown by {change} %"
    if change <= -_LEVEL:
        return f"has shrunk by {-change} %"
    return "has stayed level"


def _partner_sentence(facts: Facts, now: Month, partner: str) -> str:
    hours = whole(now.partner_minutes)
    if not hours:
        return "No work was done by a partner."
    capacity = sum(week.capacity_minutes for week in now.weeks)
    tenths = whole(10 * now.partner_minutes * facts.people, capacity) if capacity else 0
    likened = f", as much as {tenths / 10:g} {'person' if tenths == 10 else 'people'}" if tenths else ""
    return f"{sentence(partner)} did {_hours(hours)} of routine work for us{likened}."


def _compared(was: int, now: int, month: str) -> str:
    if was == now:
        return f", as in {month}"
    return f", {'up' if now > was else 'down'} from {was:,} in {month}"


def _ahead_sentence(facts: Facts) -> str:
    short = [hours for hours in short_hours(facts.ahead) if hours]
    if not facts.ahead:
        return ""
    if not short:
        return f"The next {count(len(facts.ahead), 'week')} fit our capacity."
    verb = "is" if len(short) == 1 else "are"
    named = listed([f"{hours:,}" for hours in short])
    unit = "hour" if short[-1] == 1 else "hours"
    return (
        f"{sentence(number_word(len(short)))} of the next {count(len(facts.ahead), 'week')} {verb} short,"
        f" by {named} {unit}."
    )


def _hours(hours: int) -> str:
    return f"{hours:,} {'hour' if hours == 1 else 'hours'}"

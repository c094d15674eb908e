"""A rule in plain words, which ``words.parse`` reads back as the same rule."""

from collections.abc import Sequence

from inventory.engine.rhythm.rule import WORKING_WEEK, Frequency, Rule

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
PERIODS = {
    Frequency.DAILY: "day",
    Frequency.WEEKLY: "week",
    Frequency.MONTHLY: "month",
    Frequency.YEARLY: "year",
}
QUARTER_STARTS = (1, 4, 7, 10)
QUARTER_ENDS = (3, 6, 9, 12)


def in_words(rule: Rule) -> str:
    """Say a rule in plain words.

    >>> in_words(Rule(Frequency.MONTHLY, weekdays=(0, 1, 2, 3, 4), nth=-1))
    'every month, last working day'
    """
    words = _on_weekdays(rule) if rule.frequency is Frequency.WEEKLY else _period(rule) + _day(rule)
    times = _joined([f"{at:%H:%M}" for at in rule.times])
    return f"{words} at {times}" if times else words


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th; from the end: last, 2nd last.

    >>> ordinal(-2)
    '2nd last'
    """
    if number < 0:
        return "last" if number == -1 else f"{ordinal(-number)} last"
    teens = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _on_weekdays(rule: Rule) -> str:
    if not rule.weekdays:
        return _period(rule)
    working = rule.weekdays == WORKING_WEEK
    if rule.interval == 1:
        return f"every {'working day' if working else _joined(_weekdays(rule))}"
    return f"{_period(rule)} on {'working days' if working else _joined(_weekdays(rule))}"


def _period(rule: Rule) -> str:
    if rule.frequency is Frequency.MONTHLY and rule.months:
        return f"every {_quarter(rule) or _joined([MONTHS[month - 1] for month in rule.months])}"
    noun = PERIODS[rule.frequency]
    return f"every {noun}" if rule.interval == 1 else f"every {rule.interval} {noun}s"


def _quarter(rule: Rule) -> str:
    whole = QUARTER_ENDS if (rule.nth or 0) < 0 else QUARTER_STARTS
    return "quarter" if rule.nth and rule.months == whole else ""


def _day(rule: Rule) -> str:
    yearly = rule.frequency is Frequency.YEARLY
    if rule.nth:
        day = "working day" if rule.weekdays == WORKING_WEEK else WEEKDAYS[rule.weekdays[0]]
        month = f" of {MONTHS[rule.months[0] - 1]}" if yearly else ""
        return f", {ordinal(rule.nth)} {day}{month}"
    if rule.month_days == (-1,):
        return f", last day of {MONTHS[rule.months[0] - 1]}" if yearly else ", last day"
    if yearly and rule.month_days:
        return f" on {rule.month_days[0]} {MONTHS[rule.months[0] - 1]}"
    return f" on the {_joined([ordinal(day) for day in rule.month_days])}" if rule.month_days else ""


def _weekdays(rule: Rule) -> list[str]:
    return [WEEKDAYS[day] for day in rule.weekdays]


def _joined(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))

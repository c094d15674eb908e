"""The day and the period that plain words name, and the rule the two make together."""

import re
from dataclasses import dataclass

from inventory.engine.rhythm.phrase import QUARTER_ENDS, QUARTER_STARTS, WEEKDAYS, ordinal
from inventory.engine.rhythm.rule import MOST_OF_A_WEEKDAY, WORKING_WEEK, Frequency, Rule, Unclear

PLACE = re.compile(
    r"(?:every )?(?:(?P<back>\d{1,2})(?:st|nd|rd|th) )?(?P<place>last|\d{1,2}(?:st|nd|rd|th)) (?P<name>\w+)"
)
STEP = re.compile(r"(?:every )?(?P<step>\d{1,2}) (?P<names>.+)")
FREQUENCIES = {
    "day": Frequency.DAILY,
    "week": Frequency.WEEKLY,
    "month": Frequency.MONTHLY,
    "year": Frequency.YEARLY,
}
DAYS_BY_NAME = {
    name: index
    for index, weekday in enumerate(map(str.lower, WEEKDAYS))
    for name in (weekday, f"{weekday}s", weekday[:3], weekday[:4], weekday[:5])
}


@dataclass(frozen=True, slots=True)
class Period:
    """How often, before we know which day: a day, week, month, quarter or year, or every few of them."""

    noun: str
    interval: int = 1


@dataclass(frozen=True, slots=True)
class Day:
    """Which day, before we know how often; ``step`` is the 2 of "every 2nd Saturday"."""

    weekdays: tuple[int, ...] = ()
    nth: int | None = None
    month_days: tuple[int, ...] = ()
    step: int = 1
    every: bool = False


def day_named(text: str, *, numbers: bool) -> Day | None:
    """The day that words name, or ``None``. ``numbers``: whether a bare 15 may be a day of the month."""
    every = text.startswith("every")
    names = text.removeprefix("every").split()
    if weekdays := _weekdays(names):
        return Day(weekdays=weekdays, every=every)
    if numbered := _of_the_month(names, numbers=numbers):
        return numbered
    if placed := PLACE.fullmatch(text):
        return _placed(placed, every=every)
    stepped = STEP.fullmatch(text)
    weekdays = _weekdays(stepped["names"].split()) if stepped else ()
    return Day(weekdays=weekdays, step=int(stepped["step"]), every=every) if stepped and weekdays else None


def combined(period: Period | None, day: Day, months: tuple[int, ...]) -> Rule | None:
    """The rule of a period and a day, or ``None`` if they do not go together. Raises ``Unclear``."""
    if months:
        return _in_months(period, day, months)
    if period is None:
        return _without_period(day)
    if day.step > 1:
        return None
    return _in_weeks(period, day) if period.noun in {"day", "week"} else _in_longer(period, day)


def _weekdays(names: list[str]) -> tuple[int, ...]:
    if names == ["workday"]:
        return WORKING_WEEK
    if all(name in DAYS_BY_NAME for name in names):
        return tuple(sorted({DAYS_BY_NAME[name] for name in names}))
    return ()


def _placed(found: re.Match[str], *, every: bool) -> Day | None:
    last = found["place"] == "last"
    if found["back"] and not last:
        return None
    place = -int(found["back"] or 1) if last else int(found["place"][:-2])
    if found["name"] == "mday":
        return None if found["back"] else Day(month_days=(place,))
    weekdays = _weekdays([found["name"]])
    return Day(weekdays=weekdays, nth=place, every=every) if weekdays else None


def _of_the_month(names: list[str], *, numbers: bool) -> Day | None:
    if names[:1] == ["day"]:
        names, numbers = names[1:] or ["?"], True
    suffixed = r"\d{1,2}(?:st|nd|rd|th)" + ("?" if numbers else "")
    if not all(re.fullmatch(suffixed, name) for name in names):
        return None
    return Day(month_days=tuple(sorted({int(re.sub(r"\D", "", name)) for name in names})))


def _without_period(day: Day) -> Rule | None:
    if day.month_days:
        return Rule(Frequency.MONTHLY, month_days=day.month_days)
    single = day.nth is not None and 1 < day.nth <= MOST_OF_A_WEEKDAY and len(day.weekdays) == 1
    if single and not day.every:
        name = WEEKDAYS[day.weekdays[0]]
        raise Unclear(
            f"“{ordinal(day.nth or 0)} {name}” has two readings. "
            f"Write “every {day.nth} weeks on {name}” or “every month, {ordinal(day.nth or 0)} {name}”."
        )
    if day.nth is None:
        return Rule(Frequency.WEEKLY, day.step, day.weekdays)
    if single:
        return Rule(Frequency.WEEKLY, day.nth, day.weekdays)
    return None if day.every and day.nth > 1 else Rule(Frequency.MONTHLY, weekdays=day.weekdays, nth=day.nth)


def _in_weeks(period: Period, day: Day) -> Rule | None:
    if day.nth or day.month_days:
        return None
    if period.noun == "week":
        return Rule(Frequency.WEEKLY, period.interval, day.weekdays)
    if day.weekdays:
        return Rule(Frequency.WEEKLY, 1, day.weekdays) if period.interval == 1 else None
    return Rule(Frequency.DAILY, period.interval)


def _in_longer(period: Period, day: Day) -> Rule | None:
    if day.weekdays and not day.nth:
        raise Unclear(
            f"Which {WEEKDAYS[day.weekdays[0]]} of the {period.noun}? Write “1st” or “last” before it."
        )
    if period.noun == "quarter":
        return _in_quarters(period, day)
    if period.noun == "year" and day != Day():
        return _in_months(period, day, (12,) if _at_the_end(day) else (1,))
    return Rule(FREQUENCIES[period.noun], period.interval, day.weekdays, day.nth, day.month_days)


def _in_quarters(period: Period, day: Day) -> Rule | None:
    if day == Day():
        return Rule(Frequency.MONTHLY, 3 * period.interval)
    if period.interval > 1 or (day.month_days and day.month_days[-1] > 1):
        return None
    months = QUARTER_ENDS if _at_the_end(day) else QUARTER_STARTS
    return Rule(Frequency.MONTHLY, 1, day.weekdays, day.nth, day.month_days, months)


def _in_months(period: Period | None, day: Day, months: tuple[int, ...]) -> Rule | None:
    once = len(months) == 1
    interval = period.interval if period else 1
    sound = (
        day.step == 1 and (day.nth or day.month_days) and (period is None or period.noun in {"year", "month"})
    )
    if not sound or (interval > 1 and not (once and period and period.noun == "year")):
        return None
    frequency = Frequency.YEARLY if once else Frequency.MONTHLY
    return Rule(frequency, interval, day.weekdays, day.nth, day.month_days, months)


def _at_the_end(day: Day) -> bool:
    return (day.nth or 0) < 0 or day.month_days == (-1,)

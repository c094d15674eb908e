"""Plain words to a rule: "every month, 1st working day", "daily at 02:00", "last Friday of the month"."""

import re
from dataclasses import replace
from datetime import time

from inventory.engine.rhythm.named import Day, Period, combined, day_named
from inventory.engine.rhythm.phrase import MONTHS
from inventory.engine.rhythm.rule import Frequency, Rule, Unclear

LONGEST_WORDS = 200
EXAMPLES = "Write it like “every month, 1st working day”, “daily at 02:00” or “every Monday and Thursday”."

DAY_PARTS = {"morning": 8, "noon": 12, "afternoon": 14, "evening": 18, "midnight": 0, "night": 22}
CLOCK = re.compile(
    r"\b(?:(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?: ?(?P<half>am|pm))?|(?P<bare>\d{1,2}) ?(?P<part>am|pm))\b"
)
DAY_PART = re.compile(rf"\b({'|'.join(DAY_PARTS)})s?\b")

TWO_READINGS = {
    r"\bbi-?week\w*": ("every 2 weeks", "every Monday and Thursday"),
    r"\bbi-?month\w*": ("every 2 months", "every month on the 1st and 15th"),
    r"\bbi-?(?:annual|year)\w*": ("every 6 months", "every 2 years"),
}
REFUSALS = {
    r"\b(?:(?:as|when|if) needed|ad[- ]?hoc|occasional\w*|sometimes|now and then|on demand|pops? up|irregular\w*)\b": (
        "follows no calendar. Say instead how often it pops up, such as “about 3 times a month”."
    ),
    r"\b(?:hourly|every (?:\d+ |other )?(?:hour|minute)s?)\b": (
        "comes round within a day. Relay plans by the day; name the times, such as “daily at 06:00 and 18:00”."
    ),
    r"\b(?:twice|thrice|semi-?monthly|\w+ times)\b": (
        "does not say which days. Name them, such as “every Monday and Thursday” or “every month on the 1st and 15th”."
    ),
}
REWRITTEN = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[,;]|\.(?!\d)", " "),
        (
            r"\b(?:business|work|week|working)[- ]?days?\b|\bmonday to friday\b|\bmon ?[-–] ?fri\b",
            "workday",
        ),
        (r"\bonce (?:a|an|per|every|each)\b|\beach\b|\bper\b", "every"),
        (r"\bfirst\b", "1st"),
        (r"\bsecond\b", "2nd"),
        (r"\bthird\b", "3rd"),
        (r"\bfourth\b", "4th"),
        (r"\bfifth\b", "5th"),
        (r"\b(?:other|two)\b", "2"),
        (r"\bthree\b", "3"),
        (r"\bfour\b", "4"),
        (r"\bsix\b", "6"),
        (r"\bhalf-?yearly\b|\bsemi-?annual(?:ly)?\b|\bevery half[- ]year\b", "every 6 months"),
        (r"\bnightly\b", "every night"),
        (r"\bdaily\b", "every day"),
        (r"\bfortnightly\b|\bevery fortnight\b", "every 2 weeks"),
        (r"\b(week|month|quarter|year)ly\b", r"every \1"),
        (r"\bannual(?:ly)?\b", "every year"),
        (r"\b(?:the|on|of|at|in|a|an|and)\b", " "),
        (r"\s+", " "),
        (r"\bevery (month|quarter|year)(?:'s)?[- ]end\b", r"last mday every \1"),
        (
            r"\b(month|quarter|year)(?:'s)?[- ]end\b|\bend (?:every )?(month|quarter|year)\b",
            r"last mday \1\2",
        ),
        (r"(?<!every )\b(last|\d{1,2}(?:st|nd|rd|th)) day\b", r"\1 mday"),
    )
)
MONTH = re.compile(
    rf"\b({'|'.join(f'{month[:3]}(?:{month[3:]})?' for month in map(str.lower, MONTHS))}|sept)\b"
)
PERIOD = re.compile(
    r"\bevery (?:(?P<interval>\d+)(?:st|nd|rd|th)? )?(?P<noun>day|week|month|quarter|year)s?\b|\b(?P<bare>month|quarter|year)s?\b"
)


def parse(words: str) -> Rule:
    """Read a rhythm in plain words, such as "every month, 1st working day" or "every 2nd Saturday 22:00".

    "Every morning" is 08:00 and "every 2nd Saturday" every two weeks; ``in_words`` says the reading back.
    Raises ``Unclear`` with a sentence that says what was not understood, or names the two readings.
    """
    text = " ".join(words.lower().replace("’", "'").split())
    _refuse(text, words)
    times, text = _times(_rewritten(text), words)
    months, text = _months(text)
    period, text = _period(text)
    day = day_named(text, numbers=bool(months or period))
    rule = None if day is None else _combined(period, day, months, by_time=bool(times))
    if rule is None:
        raise Unclear(f"Relay does not understand “{words}”. {EXAMPLES}")
    return replace(rule, times=times)


def _refuse(text: str, words: str) -> None:
    if not text or len(text) > LONGEST_WORDS:
        raise Unclear(f"Say in a few words when it comes round. {EXAMPLES}")
    for pattern, (one, other) in TWO_READINGS.items():
        if re.search(pattern, text):
            raise Unclear(f"“{words}” has two readings. Write “{one}” or “{other}”.")
    for pattern, sentence in REFUSALS.items():
        if re.search(pattern, text):
            raise Unclear(f"“{words}” {sentence}")


def _rewritten(text: str) -> str:
    for pattern, replacement in REWRITTEN:
        text = pattern.sub(replacement, text)
    return text.strip()


def _times(text: str, words: str) -> tuple[tuple[time, ...], str]:
    times = {_clock(found, words) for found in CLOCK.finditer(text)}
    text = CLOCK.sub(" ", text)
    if not times:
        times = {time(DAY_PARTS[found[1]]) for found in DAY_PART.finditer(text)}
    text = " ".join(DAY_PART.sub(" ", text).split())
    return tuple(sorted(times)), text


def _clock(found: re.Match[str], words: str) -> time:
    hour, minute = int(found["hour"] or found["bare"]), int(found["minute"] or 0)
    half = found["half"] or found["part"]
    sound = 1 <= hour <= 12 if half else hour <= 23
    if not sound or minute > 59:
        raise Unclear(f"There is no time “{found[0]}” on the clock, in “{words}”.")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute)


def _months(text: str) -> tuple[tuple[int, ...], str]:
    short = [month[:3].lower() for month in MONTHS]
    months = {short.index(found[1][:3]) + 1 for found in MONTH.finditer(text)}
    return tuple(sorted(months)), " ".join(MONTH.sub(" ", text).split())


def _period(text: str) -> tuple[Period | None, str]:
    found = PERIOD.search(text)
    if found is None:
        return None, text
    rest = " ".join((text[: found.start()] + text[found.end() :]).split())
    return Period(found["noun"] or found["bare"], int(found["interval"] or 1)), rest


def _combined(period: Period | None, day: Day, months: tuple[int, ...], *, by_time: bool) -> Rule | None:
    if period is None and day == Day() and not months:
        return Rule(Frequency.DAILY) if by_time else None
    return combined(period, day, months)

"""One typed sentence to what Relay understands of it: "Check lag every morning 10 min @tomas #oracle"."""

import re
from dataclasses import dataclass
from typing import Any

from inventory.engine.rhythm import Unclear, in_words, parse, popup_per_month

MINUTES = re.compile(
    r"(?<!\S)(?P<count>\d{1,3}(?:[.,]\d)?) ?(?P<unit>min(?:ute)?s?|m|h|hours?|hrs?)(?!\S)", re.IGNORECASE
)
HOLDER = re.compile(r"(?<!\S)@(?P<name>[\w.\-]+)")
SYSTEM = re.compile(r"(?<!\S)#(?P<name>[\w.\-]+)")
STARTS = re.compile(
    r"(?<!\S)(?:every|each|daily|nightly|weekly|fortnightly|monthly|quarterly|yearly|annually|once|twice|"
    r"about|first|last|on the|\d+(?:st|nd|rd|th)|\d+ times)(?!\S)",
    re.IGNORECASE,
)
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a typed sentence says: a title, and perhaps rhythm words, pop-ups a month, minutes, a holder, a system."""

    title: str
    rhythm_words: str = ""
    popups_per_month: float | None = None
    minutes: int | None = None
    holder: str = ""
    system: str = ""


def understand(text: str) -> Sentence:
    """Take a sentence apart; what is not understood stays in the title, so nothing typed is lost.

    >>> understand("Check replication lag every Monday 10 min @tomas #oracle").minutes
    10
    """
    text = " ".join(text.split())
    minutes, text = _take_minutes(text)
    holder, text = _take(HOLDER, text)
    system, text = _take(SYSTEM, text)
    title, words, popups = _take_rhythm(text)
    return Sentence(title[:LONGEST_TITLE], words, popups, minutes, holder, system)


def read_rhythm(words: str) -> dict[str, Any]:
    """Words about when something happens, as the fields that keep them.

    Raises ``Unclear`` with its sentence for words that can be read in two ways or in none.
    """
    words = " ".join(words.split())
    if not words:
        return {"rhythm_words": "", "rule": "", "popups_per_month": None}
    try:
        rule = parse(words)
    except Unclear as unclear:
        try:
            popups = popup_per_month(words)
        except Unclear:
            raise unclear from None
        return {"rhythm_words": words, "rule": "", "popups_per_month": round(popups, 2)}
    return {"rhythm_words": in_words(rule), "rule": rule.text, "popups_per_month": None}


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.search(text)
    if found is None:
        return "", text
    return found["name"], _without(found, text)


def _take_minutes(text: str) -> tuple[int | None, str]:
    found = MINUTES.search(text)
    if found is None:
        return None, text
    count = float(found["count"].replace(",", "."))
    minutes = round(count * 60 if found["unit"][0] in "hH" else count)
    return (minutes, _without(found, text)) if minutes else (None, text)


def _take_rhythm(text: str) -> tuple[str, str, float | None]:
    """The longest tail that reads as a rhythm; the words before it are the title."""
    for found in STARTS.finditer(text):
        title, tail = text[: found.start()].strip(" ,;"), text[found.start() :]
        if not title:
            continue
        try:
            parse(tail)
        except Unclear:
            try:
                return title, tail, popup_per_month(tail)
            except Unclear:
                continue
        return title, tail, None
    return text, "", None


def _without(found: re.Match[str], text: str) -> str:
    return " ".join((text[: found.start()] + " " + text[found.end() :]).split())

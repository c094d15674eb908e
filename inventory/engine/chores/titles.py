"""Titles with what changes from ticket to ticket masked: numbers, machines, people, dates."""

import re

MONTHS = (
    r"\b(?:\d{1,2}(?:st|nd|rd|th|\.)? )?"
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t|tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
    r"(?: \d{1,2}(?:st|nd|rd|th)?)?(?:,? \d{4})?\b"
)
MASKS = tuple(
    (re.compile(pattern), mask)
    for pattern, mask in (
        (r"\bph_\w+|\[[a-z_]+\]|\{+\w+\}+|\bx{3,}\b", "<name>"),  # what anonymisers leave
        (r"\b(?:https?|ftp)://\S+|\bwww\.\S+", "<link>"),
        (r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b", "<user>"),
        (r"(?<!\S)(?:[a-z]:\\|\\\\|/)[\w.$~/\\-]+", "<path>"),
        (r"\b\w+\\[\w.$-]+", "<user>"),
        (r"\b\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d+)?\b", "<host>"),
        (
            r"\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:t[\d:.]+z?)?\b|\b\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})\b",
            "<date>",
        ),
        (r"\b\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?\b", "<time>"),
        (r"\b(?:kw|cw|week|q|fy) ?\d{1,4}\b", "<date>"),
        (MONTHS, "<date>"),
        (r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", "<date>"),
        (r"\b[a-z][\w-]*(?:\.[a-z][\w-]*){2,}\b", "<host>"),
        (r"\b(?=[a-z\d-]*[a-z])(?=[a-z\d-]*\d)[a-z\d]+(?:[-_][a-z\d]+)*\b", "<number>"),
        (r"\b[\d,.]*\d(?: ?%)?", "<number>"),
    )
)
REPEATED = re.compile(r"(<\w+>)(?:[\s,;&/+-]*(?:and )?\1)+")
MASKED = re.compile(r"<\w+>")
LONGEST_TITLE = 400  # characters; a description is cut, its beginning says what it is about


def normalised(title: str) -> str:
    """A title in lower case, with changing parts masked, so that repetitions become equal.

    >>> normalised("INC-4711: restart of SRV-DB01 failed on 2024-03-01, 02:00")
    '<number>: restart of <number> failed on <date>, <time>'
    """
    text = " ".join(title[:LONGEST_TITLE].lower().split())
    for pattern, mask in MASKS:
        text = pattern.sub(mask, text)
    return REPEATED.sub(r"\1", text).strip(" .:;,-")


def words_of(normal: str) -> str:
    """What is left of a normalised title without its masks; empty if nothing says what the ticket is about."""
    return " ".join(re.findall(r"[^\W\d_]{2,}", MASKED.sub(" ", normal)))

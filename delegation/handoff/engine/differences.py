"""How one version of a procedure differs from another, in words."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

_PARTS = (
    ("why", "reason"),
    ("command", "command"),
    ("expected", "expected result"),
    ("stop_when", "stop rule"),
)


def differences(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[str]:
    """Sentences saying what changed from ``before`` to ``after``, in the order of the steps; empty when nothing did.

    Steps are matched by their title, so a step that only moved is not called removed and added.
    """
    old, new = [_title(step) for step in before], [_title(step) for step in after]
    said = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            for place in range(b - a):
                said += _within(before[a + place], after[c + place], number=c + place + 1)
        else:
            said += _swapped(old[a:b], new[c:d], old=old, new=new, first=a, first_new=c)
    return said


def _swapped(
    gone: list[str], come: list[str], *, old: list[str], new: list[str], first: int, first_new: int
) -> list[str]:
    if len(gone) == len(come) == 1 and gone[0] not in new and come[0] not in old:
        return [f"Step {first_new + 1} “{gone[0]}” is now “{come[0]}”."]
    said = [
        f"Step {first + at + 1} “{title}” was removed." for at, title in enumerate(gone) if title not in new
    ]
    for at, title in enumerate(come):
        verb = "moved here" if title in old else "was added"
        said.append(f"Step {first_new + at + 1} “{title}” {verb}.")
    return said


def _within(before: Mapping[str, Any], after: Mapping[str, Any], *, number: int) -> list[str]:
    said = []
    for part, name in _PARTS:
        was, now = str(before.get(part) or ""), str(after.get(part) or "")
        if was != now:
            change = (
                f"the {name} “{was}” is now “{now}”"
                if was and now
                else f"the {name} “{was or now}” was {'removed' if was else 'added'}"
            )
            said.append(f"Step {number}: {change}.")
    return said


def _title(step: Mapping[str, Any]) -> str:
    return str(step.get("title") or "").strip()

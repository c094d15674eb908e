"""What is written into the tide chart: whose capacity, where leave was, which weeks had a name."""

from collections.abc import Iterator

from delegation.reporting.engine.charts.marks import Pen
from delegation.reporting.engine.charts.scale import Frame
from delegation.reporting.engine.facts import Facts, Week
from delegation.reporting.engine.wording import count

_CAPACITY_REACH = 120  # units the words on capacity take, from the left


def notes(pen: Pen, frame: Frame, facts: Facts) -> Iterator[str]:
    """Set the words beside the tide: capacity, leave and surges."""
    yield from _capacity(pen, frame, facts)
    yield from _leave(pen, frame, facts)
    yield from _surges(pen, frame, facts)


def _capacity(pen: Pen, frame: Frame, facts: Facts) -> Iterator[str]:
    reach = max(1, int(_CAPACITY_REACH / frame.step))
    y = min(_roof(frame, week) for week in facts.weeks[:reach]) - 10
    x = frame.middle(min(1, frame.count - 1))
    end = frame.y(facts.weeks[min(1, frame.count - 1)].available_minutes) - 2
    words = f"Capacity of our {count(facts.people, 'person', 'people')}"
    yield pen.bar(frame.left + 0.5, y - 6.5, 3.9 * len(words), 8.5, fill="surface")
    yield pen.words(frame.edge(0.1), y, words, fill="ink", size=7.4, weight=600)
    yield pen.line(f"M{x:.1f} {y + 3:.1f}V{end:.1f}", stroke="ink", width=0.6)


def _leave(pen: Pen, frame: Frame, facts: Facts) -> Iterator[str]:
    """Name the deepest step of the line, where it is a tenth or more and the words have room."""
    places = range(frame.count)
    deepest = max(places, key=lambda place: facts.weeks[place].leave_minutes)
    week = facts.weeks[deepest]
    x = frame.middle(deepest)
    if 10 * week.leave_minutes < week.capacity_minutes or not week.capacity_minutes:
        return
    if x - 14 < frame.left + _CAPACITY_REACH or x + 14 > frame.right:
        return
    near = facts.weeks[max(0, deepest - 1) : deepest + 2]
    yield pen.words(x, min(_roof(frame, by) for by in near) - 5, "Leave", anchor="middle")


def _surges(pen: Pen, frame: Frame, facts: Facts) -> Iterator[str]:
    free = frame.left
    for surge in facts.surges:
        within = [p for p, week in enumerate(facts.weeks) if surge.first <= week.start <= surge.last]
        if not within:
            continue
        left, right = frame.edge(within[0] + 0.1), frame.edge(within[-1] + 0.9)
        half = 2.1 * len(surge.label)
        middle = min(max((left + right) / 2, frame.left + half), frame.right + 60 - half)
        if min(left, middle - half) < free:
            continue
        free = max(right, middle + half)
        y = frame.top - 8
        yield pen.line(f"M{left:.1f} {y:g}v-4H{right:.1f}v4", stroke="tide", width=0.8)
        yield pen.words(middle, y - 7, surge.label, fill="tide", size=7.4, weight=600, anchor="middle")


def _roof(frame: Frame, week: Week) -> float:
    """The height of the highest mark of a week."""
    return frame.y(max(week.own_minutes + week.partner_minutes, week.available_minutes))

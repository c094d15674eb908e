"""What a frozen proposal says, and what has changed since, in words."""

import pytest

from delegation.approval.engine import LABELS, differences, in_words, needs_two_people


def test_a_range_reads_from_low_to_high():
    key = next(iter(LABELS))

    assert in_words({key: [5, 10, 20]}) == [(LABELS[key], "5 to 10 to 20")]


def test_what_says_nothing_is_left_out():
    key, other = list(LABELS)[:2]

    assert in_words({key: [None, None, None], other: ""}) == []


def test_what_came_and_what_went_is_nothing_on_the_other_side():
    key, other = list(LABELS)[:2]

    assert differences({key: "Restart"}, {other: 3}) == [
        (LABELS[key], "Restart", "nothing"),
        (LABELS[other], "nothing", "3"),
    ]


@pytest.mark.parametrize(
    ("much", "two"),
    [
        ({}, False),
        ({"hours_per_month": 500.0}, True),
        ({"sensitivity": 5}, True),
        ({"sensitivity": None}, False),
        ({"data_class": "restricted"}, True),
    ],
)
def test_what_costs_much_or_is_delicate_takes_two_people(much, two):
    small = {"hours_per_month": 0.5, "sensitivity": 1, "data_class": "public"}

    assert needs_two_people(**(small | much)) is two

"""What the partner's forms say in their own words."""

import pytest

from portal.forms import FinishForm, TimeForm


@pytest.mark.parametrize("shape", [FinishForm, TimeForm])
@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        ("1441", "A day has 1,440 minutes. Log longer work day by day."),
        ("-1", "minutes or more."),
        ("x", "whole number"),
    ],
)
def test_minutes_of_a_day(shape, minutes, words):
    (said,) = shape({"minutes": minutes}).errors["minutes"]

    assert words in said

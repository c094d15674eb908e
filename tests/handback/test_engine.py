"""What must be in place before a task is home again."""

import pytest

from delegation.handback.engine import homecoming

HOME = {"open_runs": 0, "access": True, "procedure": True}


def test_all_in_place_is_home():
    assert all(line.done for line in homecoming(HOME))


@pytest.mark.parametrize(
    ("lacking", "key", "next_step"),
    [
        ({"open_runs": 3}, "runs", "Finish, take home or cancel 3 open runs."),
        ({"access": False}, "access", "Revoke the partner's access."),
        ({"procedure": False}, "procedure", "Read what changed in the procedure."),
    ],
)
def test_what_is_missing_says_what_to_do(lacking, key, next_step):
    (line,) = [line for line in homecoming(HOME | lacking) if not line.done]

    assert (line.key, line.next_step) == (key, next_step)

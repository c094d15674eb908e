"""Who may see scores, rate, publish and ask for ratings."""

import pytest

from delegation.scoring.permissions import (
    may_hold_campaigns,
    may_publish,
    may_rate,
    may_rate_at_all,
    may_see_scores,
)
from inventory.models import Task
from tests import make

pytestmark = pytest.mark.django_db

EVERYBODY = ("ada", "marta", "priya", "omar", "eva", "sven", "otto", "nils", "lena", "asha")


def allowed(cast, rule, *about):
    return {name for name in EVERYBODY if rule(getattr(cast, name), *about)}


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        (may_see_scores, {"ada", "marta", "priya", "omar", "sven", "otto", "nils"}),
        (may_rate_at_all, {"ada", "marta", "priya", "omar", "nils"}),
        (may_publish, {"marta", "nils"}),
        (may_hold_campaigns, {"ada", "marta", "nils"}),
    ],
)
def test_roles(cast, rule, names):
    assert allowed(cast, rule) == names


class TestRating:
    def test_is_for_the_holder_and_for_those_who_steer(self, cast):
        assert allowed(cast, may_rate, make.task(by=cast.priya)) == {"priya", "ada", "marta"}

    def test_is_for_the_backup_too(self, cast):
        assert allowed(cast, may_rate, make.task(by=cast.priya, backup=cast.omar)) == {
            "priya",
            "omar",
            "ada",
            "marta",
        }

    def test_is_for_every_contributor_where_nobody_holds_the_task(self, cast):
        assert allowed(cast, may_rate, make.task(by=cast.priya, holder=None)) == {
            "priya",
            "omar",
            "ada",
            "marta",
        }

    @pytest.mark.parametrize("status", [Task.Status.DRAFT, Task.Status.RETIRED])
    def test_takes_a_task_in_the_inventory(self, cast, status):
        task = make.task(by=cast.priya, status=status)

        assert allowed(cast, may_rate, task) == set()
        assert status.label.lower() in may_rate(cast.priya, task).reason

"""Every status that can be stored has its arrows, and no arrow leads to a status that does not exist."""

import pytest
from django.apps import apps

from delegation.moves import Moving, arrows

MODELS = sorted(
    (model for model in apps.get_models() if issubclass(model, Moving)), key=lambda model: model.__name__
)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
class TestArrows:
    def test_are_total(self, model):
        declared = {value for value, _ in model._meta.get_field("status").choices}

        assert set(model.MOVES) == declared

    def test_lead_somewhere_else_that_exists(self, model):
        assert all(end in model.MOVES and end != start for start, end in arrows(model))

    def test_are_each_there_once(self, model):
        """An end has no arrow out, whatever is live has one, and nothing is both."""
        ends = {status for status, onward in model.MOVES.items() if not onward}
        live = {start for start, _ in arrows(model)}

        assert len(arrows(model)) == len(set(arrows(model)))
        assert (live & ends, live | ends) == (set(), set(model.MOVES))
        assert set(getattr(model, "ENDS", ends)) == ends

    def test_reach_every_status_from_the_first(self, model):
        first = model._meta.get_field("status").default
        reached, waiting = {first}, [first]
        while waiting:
            for end in model.MOVES[waiting.pop()]:
                if end not in reached:
                    reached.add(end)
                    waiting.append(end)
        given_at_birth = {"TimeEntry": {"draft"}}.get(model.__name__, set())

        assert reached | given_at_birth == set(model.MOVES)


def test_there_are_models_with_arrows():
    assert len(MODELS) >= 10

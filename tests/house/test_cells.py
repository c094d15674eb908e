"""A cell says exactly what its component says, and keeps what people wrote as words."""

import pytest
from django.template import engines

from delegation.templatetags.cells import _drawn

SAID = [
    ("components/levels.html", {"value": 3, "sensitivity": None, "urgency": 5}),
    ("components/advice.html", {"advice": "delegate", "word": "Delegate"}),
    ("components/status.html", {"state": "active", "word": "Active"}),
    ("components/bar.html", {"part": 12}),
    ("components/hour_strip.html", {"slots": ((0, "night"), (3, "hit night")), "words": "<b>daily</b>"}),
]


@pytest.mark.parametrize(("component", "said"), SAID, ids=[component for component, _ in SAID])
def test_draws_what_including_it_would(component, said):
    words = " ".join(f"{name}={name}" for name in said)
    cell, included = (
        engines["django"].from_string(source).render(said)
        for source in (
            f'{{% cell "{component}" {words} %}}',
            f'{{% include "{component}" with {words} only %}}',
        )
    )

    assert cell == included
    assert "<b>" not in cell


def test_is_drawn_once_for_each_thing_it_says():
    draw = engines["django"].from_string('{% cell "components/bar.html" part=part %}').render
    _drawn.cache_clear()
    for part in (1, 2, 1, 2, 1):
        assert f'width="{part}"' in draw({"part": part})

    assert (_drawn.cache_info().misses, _drawn.cache_info().hits) == (2, 3)

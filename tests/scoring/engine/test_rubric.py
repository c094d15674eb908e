"""A rubric that cannot be meant is refused with a sentence; one that was kept comes back the same."""

import json
from dataclasses import replace

import numpy as np
import pytest

from delegation.scoring.engine import (
    DEFAULT,
    MISSING,
    as_mapping,
    decode,
    encode,
    explain,
    from_mapping,
    level_of,
)
from delegation.scoring.engine.rated import RatedTask
from delegation.scoring.engine.rubric import Block
from delegation.scoring.engine.values import measure_of, values_of

STRATEGIC, EFFORT = DEFAULT.criteria[0], DEFAULT.criteria[DEFAULT.places["effort"]]


class TestDefault:
    def test_has_twelve_criteria_in_three_blocks_that_sum_to_100(self):
        sums = {block: sum(one.weight for one in DEFAULT.criteria if one.block is block) for block in Block}

        assert len(DEFAULT.criteria) == 12
        assert sums == {Block.HOLD: 44, Block.RELIEF: 36, Block.TRANSFER: 20}

    def test_words_every_level_once(self):
        for criterion in DEFAULT.criteria:
            assert len(set(criterion.levels)) == 5
            assert criterion.question.endswith("?")

    def test_survives_a_trip_through_json(self):
        back = from_mapping(json.loads(json.dumps(as_mapping(DEFAULT))))

        assert back == DEFAULT
        assert hash(back) == hash(DEFAULT)
        assert explain(RatedTask(title="Any", levels={}), back).index == 50


class TestRubricRefuses:
    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"sign": 0}, "sign"),
            ({"weight": -1}, "weight"),
            ({"weight": float("nan")}, "weight"),
            ({"scale": (0, 0.5, 0.4, 0.75, 1)}, "rise from 0 to 1"),
            ({"anchors": (0, 1, 1, 2, 3)}, "anchors must rise"),
        ],
    )
    def test_a_criterion_that_cannot_be_meant(self, change, words):
        with pytest.raises(ValueError, match=words):
            replace(EFFORT, **change)

    def test_two_criteria_of_one_key(self):
        with pytest.raises(ValueError, match="share one key"):
            replace(DEFAULT, criteria=(EFFORT, EFFORT))

    def test_nothing_that_counts(self):
        with pytest.raises(ValueError, match="at least one criterion"):
            replace(DEFAULT, criteria=(replace(EFFORT, weight=0),))

    def test_lines_the_wrong_way_round(self):
        with pytest.raises(ValueError, match="lines"):
            replace(DEFAULT, surge_at=70)

    def test_weights_for_criteria_it_does_not_have(self):
        with pytest.raises(ValueError, match="no criterion called glamour"):
            DEFAULT.with_weights({"glamour": 5})


class TestLevels:
    @pytest.mark.parametrize(("hours", "level"), [(0, 0), (2, 1), (4, 1.5), (16, 3), (28, 3.5), (400, 4)])
    def test_a_measure_falls_between_its_anchors(self, hours, level):
        assert level_of(EFFORT, hours) == level

    def test_a_level_tells_its_measure(self):
        assert measure_of(EFFORT, 3.5) == 28
        assert measure_of(STRATEGIC, 3.5) is None

    def test_what_is_rated_has_no_measure(self):
        with pytest.raises(ValueError, match="rated, not measured"):
            level_of(STRATEGIC, 3)

    def test_a_measure_must_be_a_number(self):
        with pytest.raises(ValueError, match="not a number"):
            level_of(EFFORT, float("nan"))

    @pytest.mark.parametrize("level", [-1, 5, float("nan")])
    def test_a_level_stands_between_0_and_4(self, level):
        with pytest.raises(ValueError, match="from 0 to 4"):
            values_of({"effort": level}, DEFAULT)

    def test_a_level_belongs_to_a_criterion(self):
        with pytest.raises(ValueError, match="no criterion called glamour"):
            values_of({"glamour": 1}, DEFAULT)

    def test_codes_and_back(self):
        levels = np.array([[0, 4, 2.5, np.nan]])

        codes = encode(levels)

        assert codes.tolist() == [[0, 240, 150, MISSING]]
        assert np.array_equal(decode(codes), levels, equal_nan=True)

    @pytest.mark.parametrize("level", [-0.1, 4.1])
    def test_codes_only_for_levels(self, level):
        with pytest.raises(ValueError, match="from 0 to 4"):
            encode(np.array([level]))

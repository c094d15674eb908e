"""What to do with a task: the order of the rules, walls, gates and caps, and the words for it."""

from dataclasses import replace

import numpy as np
import pytest

from delegation.scoring.engine import (
    DEFAULT,
    Facts,
    Marks,
    PartnerFit,
    RatedTask,
    Rung,
    encode,
    explain,
    score_table,
)
from delegation.scoring.engine.advice import Advice, Band, Qualifier
from delegation.scoring.engine.rubric import Gate, Partnership
from delegation.scoring.engine.table import ADVISED
from delegation.scoring.engine.walls import eligible
from tests.scoring.engine.cases import MONTH_END, NEUTRAL, SAFE

IDLE = Facts(named_consumer=False, outputs_unused=2)
RULED = Facts(
    fixed_rules=True, structured_input=True, hours_per_month=6, build_hours=26, hours_saved_per_week=1
)
WALL = Facts(walls=("The law asks for it.",))


def explained(levels=SAFE, rubric=DEFAULT, **known):
    return explain(RatedTask(title="Backup", levels=levels, **known), rubric)


class TestAdvice:
    @pytest.mark.parametrize(
        ("facts", "words"),
        [
            (IDLE, "Eliminate?"),
            (replace(IDLE, walls=WALL.walls), "Eliminate?"),
            (replace(IDLE, legal_duty=True), "Delegate"),
            (replace(IDLE, outputs_unused=1), "Delegate"),
            (WALL, "Keep (walled)"),
            (replace(RULED, walls=WALL.walls), "Keep (walled)"),
            (RULED, "Automate first"),
            (replace(RULED, fixed_rules=False), "Delegate"),
            (replace(RULED, structured_input=False), "Delegate"),
            (replace(RULED, hours_per_month=3.9), "Delegate"),
            (replace(RULED, hours_per_month=None), "Delegate"),
            (replace(RULED, build_hours=None), "Delegate"),
            (replace(RULED, build_hours=27), "Delegate"),
            (replace(RULED, hours_saved_per_week=0), "Delegate"),
            (Facts(rework_share=0.21), "Streamline first"),
            (Facts(rework_share=0.20), "Delegate"),
            (Facts(), "Delegate"),
        ],
    )
    def test_takes_the_first_rule_that_applies(self, facts, words):
        assert explained(facts=facts).words == words

    def test_streamlines_what_only_lacks_a_procedure(self):
        assert explained({**SAFE, "clarity": 1}).words == "Streamline first"
        assert explained({**NEUTRAL, "clarity": 0}).words == "Keep"

    def test_band_c_below_b_near_and_a_for_sure(self):
        assert explained({**NEUTRAL, "strategic": 3}).band is Band.C
        assert explained(NEUTRAL).band is Band.B
        assert explained().band is Band.A

    def test_an_unrated_task_is_neutral_and_says_so(self):
        found = explained({})

        assert (found.index, found.rung, len(found.unrated)) == (50, Rung.SURGE_POOL, 12)
        assert "12 of 12 criteria are not rated." in found.sentence
        assert "1 of 12 criteria is not rated." in explained({**SAFE, "kt": None}).sentence


class TestCaps:
    @pytest.mark.parametrize(
        ("answer", "rung"),
        [
            ({"strategic": 3}, Rung.SAFEGUARDS),
            ({"sensitivity": 3}, Rung.SAFEGUARDS),
            ({"urgency": 3}, Rung.SAFEGUARDS),
            ({"scope": 1}, Rung.SAFEGUARDS),
            ({"strategic": 4}, Rung.KEEP),
            ({"sensitivity": 4}, Rung.KEEP),
            ({"urgency": 4}, Rung.KEEP),
            ({"remote": 0}, Rung.KEEP),
            ({"urgency": 2.9}, Rung.DELEGATE),
            ({"sensitivity": None}, Rung.SAFEGUARDS),
        ],
    )
    def test_lower_the_best_it_can_reach(self, answer, rung):
        best = {**SAFE, "distraction": 4, "strategic": 0, "sensitivity": 0, "effort": 4}

        assert explained({**best, **answer}).rung is rung

    def test_look_at_the_strictest_rater(self):
        found = explained(SAFE, strictest={"sensitivity": 4, "urgency": None})

        assert found.index == explained(SAFE).index
        assert found.rung is Rung.KEEP
        assert "secrets" in found.sentence

    def test_refuse_a_strictest_rating_of_nothing(self):
        with pytest.raises(ValueError, match="no criterion called glamour"):
            explained(strictest={"glamour": 4})


class TestGates:
    ABLE = PartnerFit(partner="Meridian", cleared=True, responds=True, local=True, skilled=True)

    def test_stay_open_while_nobody_has_looked(self):
        assert explained().shut == ()

    def test_ask_every_partner_for_the_skill(self):
        found = explained(partners=[replace(self.ABLE, skilled=False)])

        assert [gate.key for gate in found.shut] == ["skill"]
        assert (found.advice, found.qualifier) == (Advice.KEEP, Qualifier.WALLED)
        assert found.sentence.endswith("No weights would change that.")
        assert "No partner holds the skill." in found.sentence

    @pytest.mark.parametrize(
        ("answer", "lacking", "key"),
        [
            ({"sensitivity": 4}, "cleared", "clearance"),
            ({"urgency": 4}, "responds", "response"),
            ({"remote": 0}, "local", "presence"),
        ],
    )
    def test_ask_for_what_the_level_needs(self, answer, lacking, key):
        levels = {**SAFE, **answer}
        shut = explained(levels, partners=[replace(self.ABLE, **{lacking: False})]).shut

        assert [gate.key for gate in shut] == [key]
        assert explained(levels, partners=[self.ABLE]).shut == ()

    def test_must_all_be_opened_by_one_partner(self):
        levels = {**SAFE, "sensitivity": 4}
        halves = [
            replace(self.ABLE, partner="A", cleared=False),
            replace(self.ABLE, partner="B", skilled=False),
        ]

        assert [gate.key for gate in explained(levels, partners=halves).shut] == ["together"]
        assert eligible(levels, DEFAULT, [*halves, self.ABLE]) == ("Meridian",)

    def test_of_a_criterion_the_rubric_lacks_stay_open(self):
        odd = Gate(key="odd", asks=Partnership.LOCAL, because="It is far.", criterion="distance")

        assert explained(rubric=replace(DEFAULT, gates=(odd,)), partners=[]).shut == ()


class TestSentence:
    def test_quotes_what_was_measured(self):
        assert "eats 19 senior hours a month" in explained(MONTH_END, measures={"effort": 19.2}).sentence

    def test_calls_what_comes_daily_at_least_weekly(self):
        answers = {**NEUTRAL, "cadence": 4}

        assert (
            "comes round at least every week (+4.0)" in explained(answers, measures={"cadence": 365}).sentence
        )

    def test_names_a_clause_beside_what_holds_it_back(self):
        found = explained({**SAFE, "scope": 1, "offhours": 0, "strategic": 0, "effort": 4, "distraction": 4})

        assert found.words == "Delegate with safeguards"
        assert "holds it back (−3.5); it calls for an agreement first." in found.sentence

    @pytest.mark.parametrize(
        ("facts", "words"),
        [
            (IDLE, "Nobody named needs it"),
            (RULED, "fixed rules"),
            (Facts(rework_share=0.5), "should be simpler"),
        ],
    )
    def test_says_why_it_is_not_simply_handed_over(self, facts, words):
        assert words in explained(facts=facts).sentence

    def test_has_nothing_to_say_for_or_against_what_is_neutral(self):
        assert explained(NEUTRAL).sentence == (
            "Backup: Surge pool, 50.0/100. It reaches 60 in 0 % of weight settings, and no single weight would "
            "change its side."
        )

    def test_says_when_only_reasons_to_hold_are_left(self):
        assert "100. Its yearly rhythm holds it back (−2.0)." in explained({**NEUTRAL, "cadence": 1}).sentence


class TestScoreTable:
    CODES = encode(np.array([list(SAFE.values())]))

    def advised(self, **marks):
        one = {name: np.array([True]) for name in marks}
        return ADVISED[score_table(self.CODES, marks=Marks(**one)).advised[0]]

    def test_lets_facts_paint_over_in_order(self):
        every = ("eliminable", "walled", "automatable", "reworked")
        advices = [self.advised(**dict.fromkeys(every[place:])) for place in range(5)]

        assert advices == [
            (Advice.ELIMINATE, Qualifier.NONE),
            (Advice.KEEP, Qualifier.WALLED),
            (Advice.AUTOMATE, Qualifier.NONE),
            (Advice.STREAMLINE, Qualifier.NONE),
            (Advice.DELEGATE, Qualifier.NONE),
        ]

    def test_looks_at_the_strictest_rater(self):
        strictest = np.full_like(self.CODES, 255)
        strictest[0, 1] = 240

        assert score_table(self.CODES, strictest=strictest).rungs[0] == Rung.KEEP

    def test_works_without_a_criterion_to_streamline_by(self):
        rubric = replace(DEFAULT, clarity_key="elegance")

        assert ADVISED[score_table(self.CODES, rubric).advised[0]] == (Advice.DELEGATE, Qualifier.NONE)

    def test_refuses_a_table_of_another_rubric(self):
        with pytest.raises(ValueError, match="12 columns"):
            score_table(self.CODES[:, :11])

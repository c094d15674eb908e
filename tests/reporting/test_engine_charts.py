"""Drawings: they speak, they carry both kinds of colour, and they hold no foreign markup."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from django.template import engines

from delegation.reporting.engine import Carried, Surge, Week, figures, palette
from delegation.reporting.engine.charts.marks import Pen
from delegation.reporting.engine.charts.mix import mix
from delegation.reporting.engine.charts.scale import apart, ticks
from delegation.reporting.engine.charts.spark import spark
from tests.reporting.facts import FIRST, sample_ahead, sample_facts, sample_weeks
from tests.reporting.paint import CSS, PAINT

LONG_NAME = 'Ümläut & "Sons" <script>alert(1)</script>'


def every_drawing(facts):
    told = figures(facts, PAINT)
    sparks = [row.spark for row in told.carried if row.spark]
    return [
        told.mark,
        told.tide,
        told.mix,
        told.outlook.drawing,
        *(head.spark for head in told.headlines),
        *sparks,
    ]


def parsed(svg):
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


def words(svg):
    return [text.text for text in parsed(svg).iter("text")]


class TestDrawing:
    def test_says_in_a_sentence_what_it_shows(self):
        for svg in every_drawing(sample_facts()):
            root = parsed(svg)
            assert root.attrib["role"] == "img"
            assert root[0].tag == "title"
            assert root[0].text

    def test_has_no_style_and_no_variable(self):
        for svg in every_drawing(sample_facts()):
            assert "style=" not in svg
            assert "var(" not in svg

    def test_has_a_screen_colour_for_every_class(self):
        screen = (CSS / "drawings.css").read_text()
        used = set()
        for svg in every_drawing(sample_facts()):
            for classes in re.findall(r'<(?:rect|path|circle|text)[^>]* class="([^"]+)"', svg):
                used.update(classes.split())

        assert used
        assert {name for name in used if f".{name} {{" not in screen} == set()

    def test_keeps_what_people_wrote_as_text(self):
        facts = sample_facts(
            partner=LONG_NAME, surges=(Surge(LONG_NAME, FIRST, FIRST + timedelta(weeks=25)),)
        )

        for svg in every_drawing(facts):
            assert {mark.tag for mark in parsed(svg).iter()} <= {
                "svg",
                "title",
                "rect",
                "path",
                "circle",
                "text",
            }
        assert LONG_NAME in words(figures(facts, PAINT).tide)

    def test_is_printed_by_a_template_as_it_stands(self):
        told = figures(sample_facts(), PAINT)
        template = engines["django"].from_string("{{ drawing }}{{ name }}")

        assert template.render({"drawing": told.mark, "name": "<b>"}) == f"{told.mark}&lt;b&gt;"

    def test_survives_greyscale(self):
        lightness = [
            float(re.match(r"oklch\((\d+)", PAINT[name])[1]) for name in ("run", "grow", "transform")
        ]

        assert all(above - below > 10 for above, below in pairwise(lightness))


class TestTide:
    def test_has_a_dot_for_every_week_over(self):
        svg = figures(sample_facts(), PAINT).tide
        over = sum(week.over for week in sample_weeks())

        assert svg.count("<circle") == over == 14
        assert "over capacity in 14 of 26 weeks, 0 of them in October" in svg

    def test_draws_every_part_to_scale(self):
        root = parsed(figures(sample_facts(), PAINT).tide)
        heights = {
            purpose: sum(float(bar.attrib["height"]) for bar in root.iter("rect") if bar.attrib["class"] == f"f-{purpose}")
            for purpose in ("run", "grow", "transform")
        }  # fmt: skip
        run, grow = (
            sum(getattr(week, f"{name}_minutes") for week in sample_weeks()) for name in ("run", "grow")
        )

        assert heights["run"] / heights["grow"] == pytest.approx(run / grow, rel=0.02)

    def test_names_capacity_leave_and_surge(self):
        assert {
            "Capacity of our nine people",
            "Leave",
            "Surge for the upgrade",
            "Run, done by",
            "Meridian",
        } <= set(words(figures(sample_facts(), PAINT).tide))

    def test_leaves_out_what_has_no_room_or_no_weeks(self):
        early = [
            replace(week, leave_minutes=3_000 if place == 1 else 0)
            for place, week in enumerate(sample_weeks())
        ]
        late = [
            replace(week, leave_minutes=3_000 if place == 24 else 0)
            for place, week in enumerate(sample_weeks())
        ]
        surges = (
            Surge("Spring", FIRST, FIRST + timedelta(weeks=5)),
            Surge("Also spring", FIRST, FIRST + timedelta(weeks=5)),
            Surge("Last year", FIRST - timedelta(weeks=50), FIRST - timedelta(weeks=40)),
        )
        told = words(figures(sample_facts(surges=surges), PAINT).tide)

        assert "Leave" not in words(figures(sample_facts(weeks=tuple(early)), PAINT).tide)
        assert "Leave" in words(figures(sample_facts(weeks=tuple(late)), PAINT).tide)
        assert "Spring" in told
        assert not {"Also spring", "Last year"} & set(told)

    def test_draws_an_empty_month_and_a_whole_year(self):
        nothing = tuple(Week(FIRST + timedelta(weeks=place), 0, 0, 0, 0, 0, 0) for place in range(4))
        year = tuple(replace(sample_weeks()[0], start=FIRST + timedelta(weeks=place)) for place in range(52))
        still = {"carried": (), "handed_back": (), "surges": ()}

        empty = figures(sample_facts(weeks=nothing, month=FIRST.replace(day=1), **still), PAINT)
        long = figures(sample_facts(weeks=year, month=year[-1].start.replace(day=1), **still), PAINT)

        assert "nan" not in empty.tide
        assert {"Run", "Grow", "Transform"} <= set(words(empty.tide))
        assert {"Jun", "Apr"} <= set(words(long.tide))

    def test_cuts_a_long_partner_name(self):
        assert "Meridian Mana…" in words(
            figures(sample_facts(partner="Meridian Managed Services"), PAINT).tide
        )


class TestOutlookDrawing:
    def test_leaves_the_partner_out_where_there_is_none(self):
        alone = tuple(replace(week, partner_minutes=0) for week in sample_ahead())

        told = words(figures(sample_facts(ahead=alone), PAINT).outlook.drawing)

        assert "Own load" in told
        assert "Meridian" not in told
        assert {"14 h short", "36 h short"} <= set(told)


class TestMix:
    def test_writes_only_the_numbers_there_is_room_for(self):
        drawn = mix(Pen(PAINT), [("May", (91, 9, 0)), ("June", (4, 0, 96))], sentence="Shares.")

        assert words(drawn) == ["May", "91 %", "9", "June", "96 %", "Run", "Grow", "Transform"]

    def test_keeps_its_names_apart(self):
        root = parsed(mix(Pen(PAINT), [("May", (1, 1, 98))], sentence="Shares."))
        places = [
            float(text.attrib["x"]) for text in root.iter("text") if text.text in {"Run", "Grow", "Transform"}
        ]

        assert all(after - before > 12 for before, after in pairwise(places))


class TestSpark:
    def test_is_a_line_and_a_dot(self):
        assert spark(Pen(PAINT), [1, 2], sentence="Two.").count("<path") == 1
        assert "<path" not in spark(Pen(PAINT), [1], sentence="One.")
        assert "<circle" not in spark(Pen(PAINT), [], sentence="None.")

    def test_is_drawn_for_a_task_without_minutes(self):
        facts = sample_facts(carried=(Carried("Patch", "", (0, 0)),), handed_back=())

        assert figures(facts, PAINT).carried[0].spark


class TestScale:
    def test_has_two_to_four_round_ticks(self):
        for most in (240, 900, 6_000, 20_400, 123_456, 9_999_999):
            assert 2 <= len(ticks(most)) <= 4

    def test_keeps_labels_apart(self):
        assert apart([100, 99, 50], 10) == [100, 90, 50]


class TestPalette:
    def test_takes_the_light_side(self):
        assert PAINT["run"] == "oklch(76% 0.035 75)"

    def test_refuses_tokens_that_lack_a_colour(self):
        with pytest.raises(ValueError, match="no colour for bad, bad-line"):
            palette("--ink: oklch(1% 0 0); --run: oklch(2% 0 0);")

"""Facts in, figures out: what adds up, what is said, and what is refused."""

import doctest
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delegation.reporting import engine
from delegation.reporting.engine import (
    Ask,
    Booked,
    Carried,
    Costs,
    Freed,
    HandedBack,
    Stays,
    Week,
    canonical,
    data_hash,
    figures,
    file_name,
    read,
    rounding,
    wording,
)
from delegation.reporting.engine.charts import scale
from tests.reporting.facts import FIRST, sample_ahead, sample_facts, sample_weeks
from tests.reporting.paint import PAINT


def number(text):
    return int(text.removesuffix(" h").removesuffix(" %").replace(",", ""))


def months_of(weeks):
    """Facts that end with the month of the last of ``weeks`` and say nothing else."""
    return sample_facts(
        month=weeks[-1].start.replace(day=1), weeks=weeks, carried=(), handed_back=(), surges=()
    )


def drawn(facts, **how):
    return figures(facts, PAINT, **how)


@st.composite
def any_facts(draw):
    minutes = st.integers(0, 5_000)
    weeks = tuple(
        Week(FIRST + timedelta(weeks=place), 16_200, draw(minutes), *(draw(minutes) for _ in range(4)))
        for place in range(draw(st.sampled_from([4, 9, 13])))
    )
    month = weeks[-1].start.replace(day=1)
    left = sum(week.partner_minutes for week in weeks if week.start.replace(day=1) == month)
    tasks = []
    for name in range(draw(st.integers(0, 12))):
        took = draw(st.integers(0, left))
        left -= took
        tasks.append(
            Carried(f"Task {name}", "", (took,), 3, draw(st.integers(0, 3)), draw(st.integers(0, 2)))
        )
    freed = Freed(*(draw(minutes) for _ in range(4)))
    unbooked = freed.eliminated_minutes + freed.delegated_minutes
    booked = []
    for name in range(draw(st.integers(0, 5))):
        share = draw(st.integers(0, unbooked))
        unbooked -= share
        booked.append(Booked(f"Initiative {name}", share))
    return sample_facts(
        month=month, weeks=weeks, carried=tuple(tasks), handed_back=(), freed=freed, booked=tuple(booked), surges=()
    )  # fmt: skip


class TestFiguresAddUp:
    @settings(max_examples=100, deadline=None)
    @given(any_facts())
    def test_on_every_page(self, facts):
        told = drawn(facts)
        partner = number(told.headlines[0].number)
        freed, booked, unused = told.used.entries

        assert sum(number(row.hours) for row in told.carried if row.kind != "total") == partner
        assert all(number(row.hours) == partner for row in told.carried if row.kind == "total")
        assert number(freed.hours) == number(booked.hours) + number(unused.hours)
        in_month = [week.start for week in facts.weeks if week.start >= facts.month]
        assert sum(number(row[-1]) for row in told.tide_table.rows[-len(in_month) :]) == partner
        for _, run, grow, transform, own, *_ in told.tide_table.rows:
            assert number(run) + number(grow) + number(transform) == number(own)
        for _, *shares in told.mix_table.rows:
            assert sum(map(number, shares)) in {100, 0}

    @settings(max_examples=100, deadline=None)
    @given(st.lists(st.integers(0, 10**7), min_size=1), st.integers(1, 600))
    def test_in_every_sum(self, parts, unit):
        shown = rounding.shares(parts, unit)

        assert sum(shown) == rounding.whole(sum(parts), unit)
        assert all(abs(share * unit - part) < unit for share, part in zip(shown, parts, strict=True))
        assert sum(rounding.per_cent(parts)) == (100 if sum(parts) else 0)

    def test_in_the_parts_named(self):
        freed, booked, _ = drawn(sample_facts()).used.entries

        assert (freed.parts, freed.hours) == ("delegated 193, streamlined 10, eliminated 7", "210 h")
        assert (booked.parts, booked.hours) == ("JD Edwards upgrade 127, Warehouse demand 42", "169 h")


class TestSnapshot:
    @settings(max_examples=50, deadline=None)
    @given(any_facts())
    def test_is_kept_and_read_again(self, facts):
        again = read(canonical(facts))

        assert again == facts
        assert data_hash(again) == data_hash(facts)
        assert drawn(again) == drawn(facts)

    def test_stands_in_the_footer_and_moves_with_any_fact(self):
        facts = sample_facts()
        other = sample_facts(people=10)

        assert drawn(facts).footer.endswith(f"snapshot {data_hash(facts)[:12]}")
        assert data_hash(facts) != data_hash(other)

    def test_keeps_plain_facts_only(self):
        with pytest.raises(TypeError, match="not plain"):
            canonical(sample_facts(unit={1}))


class TestFinding:
    def test_joins_capacity_and_transformation(self):
        told = drawn(sample_facts())

        assert told.finding == (
            "Two months with no week over capacity, while transformation work has more than doubled"
        )
        assert told.standfirst == (
            "Meridian did 220 hours of routine work for us, as much as 1.8 people. Our own nine spent 72 hours a"
            " week on transformation, up from 29 in May. Two of the next eight weeks are short, by 14 and 36 hours."
        )
        assert told.tide_title == "The work still peaks. It does not peak on us."

    def test_is_the_managers_own_where_there_is_one(self):
        assert drawn(sample_facts(finding="We did it.")).finding == "We did it."

    @pytest.mark.parametrize(
        ("now", "said"),
        [
            ({"transform_minutes": 1000}, "No week over capacity in June, while transformation work has stayed level"),
            ({"transform_minutes": 1200}, "No week over capacity in June, while transformation work has grown by 17 %"),
            ({"transform_minutes": 500}, "No week over capacity in June, but transformation work has shrunk by 52 %"),
            ({"capacity_minutes": 900}, "Every week of June was over capacity, while transformation work has stayed level"),
            ({"capacity_minutes": 900, "transform_minutes": 700}, "Every week of June was over capacity, while transformation work has shrunk by 29 %"),
        ],
    )  # fmt: skip
    def test_follows_the_change_since_the_first_month(self, now, said):
        over = Week(FIRST, 1000, 0, 500, 500, 1000, 0)
        weeks = [replace(over, start=FIRST + timedelta(weeks=place)) for place in range(9)]
        weeks[4:] = [replace(week, **{"capacity_minutes": 3000, **now}) for week in weeks[4:]]

        assert drawn(months_of(tuple(weeks))).finding == said

    def test_says_the_change_between_the_figures_that_are_shown(self):
        weeks = [Week(FIRST + timedelta(weeks=place), 5000, 0, 500, 500, 2244, 0) for place in range(9)]
        weeks[4:] = [replace(week, transform_minutes=2556) for week in weeks[4:]]

        told = drawn(months_of(tuple(weeks)))

        assert "43 hours a week on transformation, up from 37 in May" in told.standfirst
        assert told.finding.endswith("transformation work has grown by 16 %")

    @pytest.mark.parametrize(
        ("busy", "said"), [(1, "One of four weeks in May was"), (2, "Two of four weeks in May were")]
    )
    def test_counts_the_weeks_over(self, busy, said):
        weeks = [Week(FIRST + timedelta(weeks=place), 900, 0, 800, 0, 0, 0) for place in range(4)]
        weeks[:busy] = [replace(week, run_minutes=901) for week in weeks[:busy]]

        told = drawn(months_of(tuple(weeks)))

        assert told.finding == f"{said} over capacity, and all work is still done by our own people"
        assert (
            told.tide_title
            == f"Our own load went over capacity in {said.split()[0].lower()} of four weeks in May"
        )

    def test_speaks_of_the_partner_where_there_is_no_month_to_compare(self):
        told = drawn(months_of(tuple(replace(week, run_minutes=60) for week in sample_weeks()[:4])))

        assert told.finding == "No week over capacity in May, and Meridian did 27 hours of our work"
        assert told.tide_title == "All the work of May fits our own capacity."
        assert told.headlines[0].before == "First month counted"
        assert (told.span, told.carried_since) == ("One month to 1 November", "")
        assert told.description.endswith("delegated work, May 2026")
        assert "from" not in told.standfirst.split(". ")[1]


class TestStandfirst:
    def test_says_when_no_partner_worked(self):
        weeks = tuple(replace(week, partner_minutes=0) for week in sample_weeks())
        told = drawn(sample_facts(partner="", weeks=weeks, carried=(), handed_back=()))

        assert told.standfirst.startswith("No work was done by a partner.")
        assert told.carried == ()
        assert told.headlines[0].label == "Routine work by the partner"

    @pytest.mark.parametrize(
        ("partner_minutes", "people", "said"),
        [
            (30 * 60, 9, "Meridian did 120 hours of routine work for us, as much as 1 person."),
            (15, 9, "Meridian did 1 hour of routine work for us."),
        ],
    )
    def test_likens_hours_to_people(self, partner_minutes, people, said):
        weeks = tuple(replace(week, partner_minutes=partner_minutes) for week in sample_weeks())

        told = drawn(sample_facts(weeks=weeks, people=people, carried=(), handed_back=()))

        assert told.standfirst.startswith(said)

    def test_likens_nothing_where_there_is_no_capacity(self):
        weeks = tuple(replace(week, capacity_minutes=0, leave_minutes=0) for week in sample_weeks())

        assert "as much as" not in drawn(sample_facts(weeks=weeks)).standfirst

    def test_says_down_and_level(self):
        level = tuple(replace(week, transform_minutes=60) for week in sample_weeks())
        down = tuple(
            replace(week, transform_minutes=600 - 20 * place) for place, week in enumerate(sample_weeks())
        )

        assert "a week on transformation, as in May." in drawn(sample_facts(weeks=level)).standfirst
        assert (
            "2 hours a week on transformation, down from 10 in May."
            in drawn(sample_facts(weeks=down)).standfirst
        )

    def test_says_what_the_weeks_ahead_bring(self):
        fit = tuple(replace(week, own_minutes=0, partner_minutes=0) for week in sample_ahead())
        one = (replace(fit[0], own_minutes=270 * 60 + 60), *fit[1:])

        assert drawn(sample_facts(ahead=fit)).standfirst.endswith("The next eight weeks fit our capacity.")
        assert drawn(sample_facts(ahead=one)).standfirst.endswith(
            "One of the next eight weeks is short, by 1 hour."
        )
        assert drawn(sample_facts(ahead=())).outlook is None


class TestOutlook:
    @pytest.mark.parametrize(
        ("short", "title", "sentence"),
        [
            (0, "The next eight weeks: none is short", "None is short."),
            (29, "The next eight weeks: none is short", "None is short."),
            (60, "The next eight weeks: one is short", "Short: the week of 2 November by 1 h."),
        ],
    )
    def test_names_the_weeks_that_are_short(self, short, title, sentence):
        fit = tuple(replace(week, leave_minutes=0, own_minutes=0) for week in sample_ahead())
        ahead = (replace(fit[0], own_minutes=270 * 60 + short), *fit[1:])

        told = drawn(sample_facts(ahead=ahead)).outlook

        assert told.title == title
        assert sentence in told.drawing
        assert len(told.rows) == 8

    def test_names_two_in_its_heading_and_says_both(self):
        told = drawn(sample_facts()).outlook

        assert told.title == "The next eight weeks: two are short"
        assert "the week of 23 November by 14 h and the week of 21 December by 36 h" in told.drawing
        assert told.rows[-1] == ("21 December", "246", "210", "46", "36")


class TestUsed:
    def test_says_what_is_not_yet_used_and_what_it_cost(self):
        told = drawn(sample_facts()).used

        assert told.gain == "Only booked hours count as a gain; the 41 h not yet used do not."
        assert told.cost == (
            "It cost 25 h of our own time (9 h oversight, 4 h rework and 12 h transfer) and 8,800 EUR in fees."
        )

    def test_says_when_everything_is_used_or_nothing_was_freed(self):
        full = drawn(sample_facts(freed=Freed(0, 0, 0, 600), booked=(Booked("Upgrade", 600),))).used
        none = drawn(sample_facts(freed=Freed(), booked=(), costs=Costs())).used

        assert full.gain == "All 10 h are booked to initiatives. Only booked hours count as a gain."
        assert (none.gain, none.cost) == ("No hours were freed this month.", "")

    def test_names_three_initiatives_and_sums_the_others(self):
        booked = tuple(Booked(name, 60) for name in "edcba")

        assert drawn(sample_facts(booked=booked)).used.entries[1].parts == "a 1, b 1, c 1, others 2"


class TestCarried:
    def test_lists_the_largest_and_sums_the_rest(self):
        rows = drawn(sample_facts()).carried

        assert [row.name for row in rows[-3:]] == [
            "Patch Windows servers",
            "14 smaller tasks",
            "All 21 tasks",
        ]
        assert (rows[0].hours, rows[0].on_time, rows[0].system) == ("32", "99 %", "JD Edwards")
        assert (rows[-1].hours, rows[-1].on_time, rows[-1].handed_back) == ("220", "98 %", "4")

    def test_never_prints_more_than_two_thousand_tasks(self):
        tasks = tuple(Carried(f"Task {place:04}", "", (1,)) for place in range(2_500))

        rows = drawn(sample_facts(carried=tasks, handed_back=()), longest_list=9_999).carried

        assert sum(row.kind == "task" for row in rows) == 2_000
        assert rows[2_000].name == "500 smaller tasks"
        assert rows[0].on_time == "–"

    def test_shows_time_that_is_bound_to_no_task(self):
        lone = drawn(sample_facts(carried=(Carried("Patch", "", (600,)),), handed_back=())).carried
        none = drawn(sample_facts(carried=(), handed_back=())).carried

        assert [(row.name, row.hours) for row in lone] == [
            ("Patch", "10"), ("Time bound to no task", "210"), ("The one task", "220"),
        ]  # fmt: skip
        assert [row.name for row in none] == ["Time bound to no task", "All"]


class TestLists:
    def test_explain_every_hand_back(self):
        lines = drawn(sample_facts(handed_back=(HandedBack(1, "passwords", "Out of scope."),))).handed_back

        assert [line.what for line in lines] == ["1 × passwords.", "3 × no reason kept."]

    def test_are_cut_with_a_word(self):
        backs = tuple(HandedBack(1, name, "") for name in "abcdefg")
        task = Carried("Patch", "", (60,), handed_back=7)
        told = drawn(sample_facts(carried=(task,), handed_back=backs, asks=(Ask("Do.", ""),) * 5))

        assert [line.what for line in told.handed_back] == [
            "1 × a.", "1 × b.", "1 × c.", "1 × d.", "1 × e.", "2 × other reasons.",
        ]  # fmt: skip
        assert [line.what for line in told.asks] == ["Do.", "Do.", "Do.", "2 more."]

    @pytest.mark.parametrize(
        ("kept", "said"),
        [
            (Stays(), "No task is walled off. Work nobody has decided on stays with us."),
            (Stays(1, ("payroll",), 60), "One task is walled off and never ranked for delegation: payroll. Its 1 h a month is in our own load above."),
            (Stays(4, ("payroll",), 600), "Four tasks are walled off and never ranked for delegation: payroll and three others. Their 10 h a month are in our own load above."),
            (Stays(4, (), 600), "Four tasks are walled off and never ranked for delegation. Their 10 h a month are in our own load above."),
        ],
    )  # fmt: skip
    def test_say_what_stays(self, kept, said):
        assert drawn(sample_facts(stays=kept)).stays == said

    def test_say_what_is_uncertain_even_when_nothing_is(self):
        assert drawn(sample_facts(uncertain=())).uncertain == (
            "Nothing was flagged as uncertain when the figures were taken.",
        )


class TestCheck:
    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"month": date(2026, 10, 2)}, "named by its first day"),
            ({"weeks": ()}, "at least one week"),
            ({"weeks": sample_weeks()[:3] + sample_weeks()[4:]}, "without a gap"),
            ({"weeks": sample_weeks()[1:]}, "first of its month"),
            ({"weeks": sample_weeks()[:-4]}, "starts in its month"),
            ({"people": 0}, "at least one person"),
            ({"weeks": (*sample_weeks()[:-1], replace(sample_weeks()[-1], leave_minutes=99_999))}, "more than the capacity"),
            ({"ahead": (replace(sample_ahead()[0], leave_minutes=99_999),)}, "more than the capacity"),
            ({"carried": (Carried("Patch", "", ()),)}, "no minutes at all"),
            ({"carried": (Carried("Patch", "", (99_999,)),)}, "more than the partner's weeks"),
            ({"carried": (Carried("Patch", "", (1,), 1, 2),)}, "More runs were on time"),
            ({"handed_back": (HandedBack(9, "all", ""),)}, "for a reason"),
            ({"booked": (Booked("Upgrade", 99_999),)}, "than were freed"),
            ({"costs": Costs(oversight_minutes=-1)}, "whole numbers from 0, not -1"),
            ({"costs": Costs(oversight_minutes=1.5)}, "whole numbers from 0, not 1.5"),
        ],
    )  # fmt: skip
    def test_refuses_facts_that_contradict_themselves(self, wrong, said):
        with pytest.raises(ValueError, match=said):
            drawn(sample_facts(**wrong))


class TestNames:
    @pytest.mark.parametrize(
        ("organisation", "name"),
        [
            ("Halden", "halden-it-capacity-2026-10.pdf"),
            ("Åre / Sjö & Söner", "are-sjo-soner-it-capacity-2026-10.pdf"),
            ("../..\\x", "x-it-capacity-2026-10.pdf"),
            ("東京", "organisation-it-capacity-2026-10.pdf"),
        ],
    )
    def test_survive_every_file_system(self, organisation, name):
        assert file_name(organisation, date(2026, 10, 1)) == name

    def test_span_two_years(self):
        weeks = tuple(replace(week, start=week.start + timedelta(weeks=35)) for week in sample_weeks()[:5])

        assert drawn(months_of(weeks[:4])).description.endswith("January 2027")
        later = tuple(
            Week(date(2026, 12, 7) + timedelta(weeks=place), 60, 0, 1, 1, 1, 1) for place in range(8)
        )
        assert drawn(months_of(later)).description.endswith("December 2026 to January 2027")

    def test_examples_in_docstrings_are_true(self):
        for module in (rounding, wording, scale, engine.naming):
            assert doctest.testmod(module).failed == 0

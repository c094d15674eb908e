"""Dates as desks write them."""

from datetime import datetime

import pytest

from inventory.engine.reading.moments import moment, order_of, spoken

NOON = datetime(2024, 2, 1, 15, 12)


class TestMoment:
    @pytest.mark.parametrize(
        ("cell", "order", "said"),
        [
            ("2024-02-01 15:12", "dmy", NOON),
            ("2024-02-01T15:12:00.000+0100", "mdy", NOON),
            ("2024-02-01 15:12:00+00:00", "dmy", NOON),
            ("2024/2/1 15:12", "dmy", NOON),
            ("1/2/2024 15:12", "dmy", NOON),
            ("2/1/2024 15:12", "mdy", NOON),
            ("01.02.2024 15.12", "dmy", NOON),
            ("01-02-24, 15:12:00", "dmy", NOON),
            ("24-02-01 15:12", "ymd", NOON),
            ("2/1/2024 3:12:00 PM", "mdy", NOON),
            ("1/2/2024 15h12", "dmy", NOON),
            ("01/Feb/24 3:12 PM", "mdy", NOON),
            ("01/févr./24 3:12 PM", "dmy", NOON),
            ("1 février 2024 à 15:12", "mdy", NOON),
            ("1er févr. 2024 15:12", "dmy", NOON),
            ("Feb 1, 2024, 3:12\u202fPM", "dmy", NOON),
            ("February 1st 2024 3:12 p.m.", "dmy", NOON),
            ("Thu, 1 Feb 2024 15:12:00 GMT", "dmy", NOON),
            ("2024-Feb-01 15:12", "dmy", NOON),
            ("1. Februar 2024 um 15:12", "dmy", NOON),
            ("  1/2/2024   15:12 ", "dmy", NOON),
            ("1/2/2024", "dmy", datetime(2024, 2, 1)),
            ("1/2/2024 12:00 AM", "dmy", datetime(2024, 2, 1)),
            ("1/2/2024 12:00 PM", "dmy", datetime(2024, 2, 1, 12)),
            ("1/2/99", "dmy", datetime(1999, 2, 1)),
            ("29/2/2024", "dmy", datetime(2024, 2, 29)),
        ],
    )
    def test_is_read_in_every_usual_spelling(self, cell, order, said):
        assert moment(cell, order) == said

    @pytest.mark.parametrize(
        "cell",
        [
            "",
            "soon",
            "29/2/2023",
            "31/4/2024",
            "1/13/2024",
            "0/1/2024",
            "1/2/2024 25:00",
            "1/2/2024 12:60",
            "1/2/2024 15:12 PM",
            "1/2/2024 0:12 AM",
            "1/2/204",
            "1/2/20245",
            "123/4/24",
            "2024-01-123",
            "1/2-2024",
            "0001-01-01",
            "9999-12-31",
            "1/Nothing/2024",
            "1 Foo 2024",
            "45123.5",
            "1/2/2024 and more",
            "١/٢/٢٠٢٤",
            "1/2/2024" + " " * 100 + "x",
        ],
    )
    def test_is_none_where_the_cell_says_no_moment(self, cell):
        assert moment(cell, "dmy") is None

    @pytest.mark.parametrize(
        "months",
        [
            "january february march april may june july august september october november december",
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
            "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
            "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
            "januari februari maart april mei juni juli augustus september oktober november december",
            "jan feb mar apr may jun jul aug sep oct nov dec",
            "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
        ],
    )
    def test_knows_the_months_of_seven_languages(self, months):
        read = [moment(f"05/{name}/24", "mdy") for name in months.split()]

        assert read == [datetime(2024, month, 5) for month in range(1, 13)]


class TestOrder:
    @pytest.mark.parametrize(
        ("cells", "order"),
        [
            (["1/2/2024", "13/2/2024"], "dmy"),
            (["1/2/2024", "2/13/2024"], "mdy"),
            (["99-01-05", "99-02-03"], "ymd"),
            (["2024-01-05", "nonsense", ""], "ymd"),
            (["Jan 5, 2024"], "mdy"),
            (["2024-01-05", "1/2/2024", "13/2/2024"], "dmy"),
            (["nonsense"], "mdy"),
        ],
    )
    def test_is_certain_where_a_cell_proves_it_or_it_does_not_matter(self, cells, order):
        found = order_of(cells, habit="mdy")

        assert (found.order, found.certain, found.notes) == (order, True, ())

    @pytest.mark.parametrize("habit", ["dmy", "mdy"])
    def test_falls_to_habit_and_says_so(self, habit):
        found = order_of(["1/2/2024", "45/1/2024"], habit=habit)

        assert (found.order, found.certain) == (habit, False)
        assert f"They were read as {spoken(habit)}" in found.notes[0]

    def test_follows_the_many_where_the_file_contradicts_itself(self):
        found = order_of(["13/2/2024", "14/2/2024", "2/13/2024"], habit="mdy")

        assert (found.order, found.certain) == ("dmy", False)
        assert "mixes orders" in found.notes[0]

    def test_given_by_a_person_stands(self):
        found = order_of(["13/2/2024 10:00Z"], habit="dmy", given="mdy")

        assert (found.order, found.certain) == ("mdy", True)
        assert "offset" in found.notes[0]

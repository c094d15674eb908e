"""Files whose headings nobody knows: what is told by what stands in them."""

import pytest

from inventory.engine.reading import Unmapped, read
from tests.inventory.engine_reading.exports import text

DAYS = [f"2024-01-{day:02} 08:00" for day in range(1, 25)]


def mapping(header, lines, **words):
    reading = read(text([header, *lines]).encode(), forgiving=True, **words)
    return {ours: chosen.column for ours, chosen in reading.mapping.items()}


def lines(*cells):
    """One line a day; of each cell that is a list, one value after the other."""
    return [
        (day, *(cell[n % len(cell)] if isinstance(cell, list) else cell for cell in cells))
        for n, day in enumerate(DAYS)
    ]


class TestForgivingReading:
    def test_is_not_what_an_import_gets(self):
        with pytest.raises(Unmapped, match="the number of each ticket or the moment"):
            read(text([("ts", "area", "topic"), *lines("Net", "VPN")]).encode())

    def test_still_needs_a_moment(self):
        with pytest.raises(Unmapped, match="says the moment each ticket was opened"):
            mapping(("area", "topic"), [("Net", "VPN")] * 9)

    def test_takes_the_first_dates_that_are_not_those_of_an_end(self):
        rows = [(f"2024-02-{n:02}", f"0{n}/01/2024 10:00", "Net") for n in range(1, 10)]

        assert mapping(("Due on", "ts", "area"), rows)["opened_at"] == "ts"

    def test_passes_over_what_is_no_kind_of_work(self):
        header = ("ts", "Priority", "author role", "floor", "remark", "area", "topic")
        rows = lines(
            ["High", "Low"],
            ["boss", "staff"],
            ["1", "2"],
            [f"something else {n}" for n in range(24)],
            ["Net", "Mail"],
            ["VPN", "Proxy", "Spam"],
        )

        found = mapping(header, rows)

        assert (found["category"], found["subcategory"]) == ("area", "topic")

    def test_takes_a_column_of_one_value_only_where_another_is_missing(self):
        varied = mapping(
            ("ts", "plant", "area", "topic"), lines("Lyon", ["Net", "Mail"], ["VPN", "Proxy", "Spam"])
        )
        constant = mapping(("ts", "plant", "topic"), lines("Lyon", ["VPN", "Proxy"]))

        assert (varied["category"], varied["subcategory"]) == ("area", "topic")
        assert (constant["category"], constant["subcategory"]) == ("plant", "topic")

    def test_takes_one_column_where_there_is_no_other(self):
        assert mapping(("ts", "topic"), lines(["VPN", "Proxy"])) == {"opened_at": "ts", "category": "topic"}

    def test_leaves_one_column_alone_where_there_are_titles(self):
        header, rows = (
            ("ts", "subject", "plant"),
            lines([f"Printer {n} is dark" for n in range(24)], ["A", "B"]),
        )

        assert mapping(header, rows) == {"opened_at": "ts", "title": "subject"}

    def test_finds_the_rest_of_a_key_beside_titles(self):
        header = ("ts", "subject", "area", "topic")
        rows = lines([f"Printer {n} is dark" for n in range(24)], ["Net", "Mail"], ["VPN", "Proxy"])

        assert mapping(header, rows) == {
            "opened_at": "ts",
            "title": "subject",
            "category": "area",
            "subcategory": "topic",
        }

    def test_minds_no_gaps_and_short_lines(self):
        rows = [*lines(["Net", "?"], ["VPN", "Proxy"]), ("2024-01-30",)]

        found = mapping(("ts", "area", "topic"), rows)

        assert (found["category"], found["subcategory"]) == ("area", "topic")

    def test_passes_over_a_column_that_is_mostly_empty(self):
        rows = lines(["Net", "", "", ""], ["VPN", "Proxy"], ["a", "b"])

        assert mapping(("ts", "area", "topic", "kind"), rows)["category"] == "topic"

    def test_guesses_nothing_where_the_desk_is_known(self):
        header = ("number", "opened_at", "sys_updated_by", "caller_id", "area", "topic")
        rows = [(f"INC{n}", day, "x", "y", "Net", "VPN") for n, day in enumerate(DAYS)]

        assert mapping(header, rows) == {"external_id": "number", "opened_at": "opened_at"}

"""``manage.py forecast``: the shape of what it prints, and what it says about a bad file."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.planning import incidents

ROOT = Path(__file__).resolve().parents[2]


def written(folder, text):
    file = folder / "volumes.csv"
    file.write_text(text, encoding="utf-8")
    return file


def printed(file, *words):
    out = StringIO()
    call_command("forecast", str(file), *words, stdout=out)
    return out.getvalue()


class TestForecast:
    def test_prints_a_forecast_and_its_range_for_each_series(self, tmp_path):
        file = written(
            tmp_path, "\ufeffseries,period,value\nvpn,2026-03-02,40\nvpn,2026-03-09,44\nmail,2026-03-09,9\n"
        )

        told = json.loads(printed(file, "--horizon", "3", "--json"))

        assert list(told) == ["series"]
        assert [one["name"] for one in told["series"]] == ["vpn", "mail"]
        for one in told["series"]:
            assert list(one) == ["name", "forecast", "low80", "high80"]
            assert len(one["forecast"]) == len(one["low80"]) == len(one["high80"]) == 3
            assert all(
                0 <= low <= mean <= high
                for low, mean, high in zip(one["low80"], one["forecast"], one["high80"], strict=True)
            )

    def test_reads_months_by_their_ends_as_by_their_starts(self, tmp_path):
        ends = ["2023-12-31", "2024-01-31", "2024-02-29", "2024-03-31"]
        starts = ["2023-12-01", "2024-01-01", "2024-02-01", "2024-03-01"]
        at_ends, at_starts = (
            printed(
                written(tmp_path, "series,period,value\n" + "".join(f"a,{day},40\n" for day in days)),
                "--json",
            )
            for days in (ends, starts)
        )

        assert at_ends == at_starts

    def test_prints_lines_for_people(self, tmp_path):
        file = written(tmp_path, "series,period,value\nvpn,2026-03-02,40\n")

        assert printed(file, "--horizon", "1").startswith("vpn: 40 (")

    def test_needs_no_database_and_prints_the_same_bytes_again(self, tmp_path):
        file = written(
            tmp_path,
            "series,period,value\n" + "".join(f"a,2026-03-{day:02},{day % 5}\n" for day in range(1, 29)),
        )
        command = [sys.executable, "manage.py", "forecast", str(file), "--horizon", "7", "--json"]
        nowhere = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}

        once, again = (
            subprocess.run(command, cwd=ROOT, env=nowhere, capture_output=True, check=True).stdout
            for _ in "ab"
        )

        assert once == again
        assert len(json.loads(once)["series"][0]["forecast"]) == 7

    @pytest.mark.skipif(not incidents.FILE.exists(), reason=incidents.ABSENT)
    def test_meets_its_bar_on_a_real_service_desk(self, tmp_path):
        weekly = incidents.weekly_of_largest_keys(keys=50)
        lines = incidents.as_table(weekly, step=incidents.Step.WEEK, until=5)
        file = written(tmp_path, "\n".join(lines))

        told = json.loads(printed(file, "--horizon", "2", "--json"))["series"]

        came = {f"row {number}": row[5:] for number, row in enumerate(weekly)}
        wrong = sum(abs(came[one["name"]] - one["forecast"]).sum() for one in told)
        assert wrong / weekly[:, 5:].sum() < 0.30


class TestRefusal:
    def test_says_which_line_is_wrong(self, tmp_path):
        with pytest.raises(CommandError, match="Line 2: “ten” is not a number"):
            printed(written(tmp_path, "series,period,value\nvpn,2026-03-02,ten\n"))

    def test_says_that_there_is_no_such_file(self, tmp_path):
        with pytest.raises(CommandError, match=r"none\.csv cannot be opened"):
            printed(tmp_path / "none.csv")

    def test_says_that_a_spreadsheet_is_not_text(self, tmp_path):
        file = tmp_path / "volumes.xlsx"
        file.write_bytes(b"PK\x03\x04\xff\xfe")

        with pytest.raises(CommandError, match="not text in UTF-8"):
            printed(file)

    @pytest.mark.parametrize("horizon", ["0", "1001"])
    def test_says_how_far_ahead_it_looks(self, tmp_path, horizon):
        with pytest.raises(CommandError, match="from 1 to 1000"):
            printed(written(tmp_path, "series,period,value\nvpn,2026-03-02,10\n"), "--horizon", horizon)

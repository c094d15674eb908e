"""``python manage.py forecast FILE --horizon N [--json]``: what to expect of the volumes in a table."""

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from delegation.planning.engine.forecast import Outlook, Series, Unreadable, forecast, read

FARTHEST = 1000


class Command(BaseCommand):
    help = "Forecasts the volumes of a CSV table (series,period,value), with the range 80 % should lie in."
    requires_system_checks = []  # it asks no database and no web

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, help="CSV with the columns series, period (ISO date) and value."
        )
        parser.add_argument("--horizon", type=int, default=4, help="How many periods ahead, 4 unless told.")
        parser.add_argument(
            "--json", dest="as_json", action="store_true", help="Print JSON instead of lines."
        )

    def handle(self, *, file: Path, horizon: int, as_json: bool, **_options: Any) -> None:
        """Read the table, forecast, print. Raises ``CommandError`` with a sentence for what cannot be read."""
        if not 1 <= horizon <= FARTHEST:
            raise CommandError(f"The horizon is a number of periods from 1 to {FARTHEST}.")
        found = forecast(_series(file), horizon=horizon)
        self.stdout.write(_as_json(found) if as_json else _as_lines(found))


def _series(file: Path) -> list[Series]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return read(lines)
    except OSError as problem:
        raise CommandError(f"{file} cannot be opened: {problem.strerror}.") from problem
    except UnicodeDecodeError as problem:
        raise CommandError(
            f"{file} is not text in UTF-8. Save it as CSV in UTF-8 and try again."
        ) from problem
    except Unreadable as problem:
        raise CommandError(str(problem)) from problem


def _as_json(outlooks: list[Outlook]) -> str:
    series = [
        {
            "name": outlook.name,
            "forecast": _numbers(outlook.mean),
            "low80": _numbers(outlook.low),
            "high80": _numbers(outlook.high),
        }
        for outlook in outlooks
    ]
    return json.dumps({"series": series})


def _as_lines(outlooks: list[Outlook]) -> str:
    return "\n".join(
        f"{outlook.name}: "
        + ", ".join(
            f"{mean:g} ({low:g} to {high:g})"
            for mean, low, high in zip(
                _numbers(outlook.mean), _numbers(outlook.low), _numbers(outlook.high), strict=True
            )
        )
        for outlook in outlooks
    )


def _numbers(volumes: Any) -> list[float]:
    # Six digits: more would promise what no forecast keeps, and differ between machines.
    return [float(f"{volume:.6g}") for volume in volumes]

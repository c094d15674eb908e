"""The files that come with the demonstration; each source has its licence beside it."""

import csv
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"


def table(name: str) -> list[dict[str, str]]:
    """The rows of a shipped table, by the names of its columns."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def statements() -> dict[str, dict[str, str]]:
    """Task statements of O*NET with what job holders said about them, by task number."""
    return {row["onet"]: row for row in table("onet_statements")}


def procedures() -> dict[str, dict[str, Any]]:
    """How families of tasks are done: steps, checks, whom to tell and when to stop."""
    found: dict[str, dict[str, Any]] = json.loads((FOLDER / "procedures.json").read_text(encoding="utf-8"))
    return found


def wages() -> dict[str, float]:
    """Mean hourly wages by occupation code."""
    return {row["occupation_code"]: float(row["mean_per_hour"]) for row in table("wages")}


def partner_rates() -> dict[str, float]:
    """Hourly rates by labour category."""
    return {row["labour_category"]: float(row["price_per_hour"]) for row in table("partner_rates")}

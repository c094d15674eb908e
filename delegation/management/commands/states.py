"""``python manage.py states [--check]``: writes docs/states.md, every status with its arrows; or says that it is stale."""

import argparse
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from delegation.moves import Moving, arrows

PAGE = Path(__file__).resolve().parents[3] / "docs" / "states.md"
HEAD = """# What may move where

Written by `python manage.py states`; a test holds it to the code. Every status, and the arrows that lead on from it.
Nothing changes a status but `move()`, and each arrow taken leaves one audit event.
"""


class Command(BaseCommand):
    help = "Writes docs/states.md from the models; with --check only says whether it is up to date."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Write nothing; fail if the page is not up to date."
        )
        parser.add_argument("--to", type=Path, default=PAGE)

    def handle(self, *, check: bool, to: Path, **_options: Any) -> None:
        """Write or compare. Raises ``CommandError`` when the page does not say what the models say."""
        page = written()
        if not check:
            to.write_text(page, encoding="utf-8")
            self.stdout.write(f"{to.name} says what the models say.")
        elif not to.exists() or to.read_text(encoding="utf-8") != page:
            raise CommandError(f"{to.name} is out of date. Run: python manage.py states")


def written() -> str:
    """The whole page as Markdown, the models in alphabetical order."""
    models = [model for model in apps.get_models() if issubclass(model, Moving)]
    return "\n".join([HEAD, *(_section(model) for model in sorted(models, key=lambda model: model.__name__))])


def _section(model: type[Moving]) -> str:
    field: Any = next(field for field in model._meta.fields if field.name == "status")
    words = dict(field.flatchoices)
    lines = [
        f"## {model.__name__}",
        "",
        (model.__doc__ or "").strip().splitlines()[0],
        "",
        "| From | To |",
        "|---|---|",
    ]
    onward: dict[str, list[str]] = {str(status): [] for status in model.MOVES}
    for start, end in arrows(model):
        onward[str(start)].append(str(words[end]))
    for status, ends in onward.items():
        name = f"{words[status]} (first)" if status == str(field.default) else str(words[status])
        lines.append(f"| {name} | {', '.join(ends) or 'an end'} |")
    return "\n".join(lines) + "\n"

"""What lies outside the browser: the post that Relay sent, and the clock's hand that asks a worker for a job now."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from tests import processes

PATIENCE = 60
BETWEEN = b"\n" + b"-" * 79 + b"\n"
ASK = """
import json, sys
from delegation.celery import app
for asked in json.loads(sys.argv[2]):
    app.send_task(sys.argv[1], kwargs=asked)
"""


@dataclass(frozen=True)
class Office:
    """The mailbox of everybody, and the queue of the running Relay."""

    folder: Path
    env: Mapping[str, str]

    def letter(self, to: str, words: str) -> str:
        """The letter to somebody that says these words, once it has come: subject and text, with its link."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for letter in self._letters():
                said = f"{letter['Subject']}\n{letter.get_body(('plain',)).get_content()}"  # type: ignore[union-attr]
                if letter["To"] == to and words in said:
                    assert letter["Message-ID"]
                    return said
            time.sleep(0.2)
        raise AssertionError(
            f"no letter to {to} says {words!r}: {[each['Subject'] for each in self._letters()]}"
        )

    def strike(self, job: str, *moments: datetime) -> None:
        """Put a job of the clock on the queue now, once or for each of some moments; a worker takes it up."""
        asked = [{"at": moment.isoformat()} for moment in moments] or [{}]
        processes.run("-c", ASK, job, json.dumps(asked), env=self.env)

    def _letters(self) -> list[EmailMessage]:
        """All that was sent; the backend may put letters of one second into one file."""
        files = sorted((self.folder / "mail").glob("*"))
        raw = [letter.lstrip() for path in files for letter in path.read_bytes().split(BETWEEN)]
        return [message_from_bytes(letter, policy=policy.default) for letter in raw if letter]  # type: ignore[misc]

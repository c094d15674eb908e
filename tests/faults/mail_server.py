"""A real mail server on loopback, which refuses, answers, hangs, dies and comes back as it is told."""

import contextlib
import email
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Letter:
    """One mail that the server took, as it came over the wire."""

    to: tuple[str, ...]
    name: str
    message: Message


class MailServer:
    """Takes mail while it is up; what it answers to an address or to a letter is set from outside."""

    def __init__(self, port: int) -> None:
        self.port, self.letters = port, list[Letter]()
        self.answers: dict[str, str] = {}
        self.on_letter: Callable[[Letter], str | None] = lambda _letter: None
        self.dies_in_data = False
        self._controller: Controller | None = None

    def up(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def down(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    @property
    def copies(self) -> Counter[str]:
        """How often each letter came, by its Message-ID."""
        return Counter(letter.name for letter in self.letters)

    def came_to(self, address: str) -> list[Letter]:
        return [letter for letter in self.letters if address in letter.to]

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _smtp: SMTP, _session: Session, envelope: Envelope, address: str, _options: list
    ) -> str:
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, smtp: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        if self.dies_in_data:
            smtp.transport.abort()
            return "421 Gone"
        message = email.message_from_bytes(envelope.content or b"")
        letter = Letter(tuple(envelope.rcpt_tos), str(message["Message-ID"]), message)
        answer = self.on_letter(letter) or "250 OK"
        if answer.startswith("250"):
            self.letters.append(letter)
        return answer


@contextlib.contextmanager
def silence(port: int) -> Iterator[list[socket.socket]]:
    """A server that lets everybody in and never says a word; gives who came."""
    door = socket.create_server(("127.0.0.1", port), backlog=50)
    callers: list[socket.socket] = []

    def let_in() -> None:
        with contextlib.suppress(OSError):
            while True:
                callers.append(door.accept()[0])

    threading.Thread(target=let_in, daemon=True).start()
    try:
        yield callers
    finally:
        with contextlib.suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)
        door.close()
        for caller in callers:
            caller.close()

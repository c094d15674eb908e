"""The queue of files on one machine: a message or a table is there whole or not at all, whoever dies while writing."""

import logging
import uuid
from pathlib import Path
from time import monotonic
from typing import Any, ClassVar

from kombu.transport import filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps

log = logging.getLogger("relay.queue")


class Channel(filesystem.Channel):
    """Kombu's own writes in place and reads without asking; a worker that meets half a message would end."""

    def get_table(self, exchange: str) -> list[Any]:
        try:
            table: list[Any] = super().get_table(exchange)
        except ValueError:
            log.warning("the table of %s was torn; each start writes it anew", exchange)
            return []
        return table

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        wanted = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        file = self._exchange_file(exchange)
        file.parent.mkdir(exist_ok=True)
        with (file.parent / "writing").open("w") as turn:
            filesystem.lock(turn, filesystem.LOCK_EX)
            table = self.get_table(exchange)
            if wanted not in table:
                _appear(file, [wanted, *table])

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]  # noqa: ARG002 - kombu's own classes differ in the name
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        _appear(Path(self.data_folder_out) / name, payload)

    def _get(self, queue: str, timeout: Any = None) -> Any:  # noqa: ARG002 - files do not wait
        """The oldest message. Raises ``Empty``; what is torn is thrown away, since the database knows what is owed."""
        while True:
            try:
                return super()._get(queue)
            except ValueError:
                log.warning("a torn message was thrown away")


class Transport(filesystem.Transport):
    Channel = Channel
    # A folder has no host; the library's default warns at every start that none was named.
    default_connection_params: ClassVar[dict[str, Any]] = {}


def _appear(file: Path, content: Any) -> None:
    """Write it beside, then let it appear in one step."""
    draft = file.with_name(f"{uuid.uuid4()}.draft")
    draft.write_bytes(str_to_bytes(dumps(content)))
    draft.replace(file)

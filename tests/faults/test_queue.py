"""A queue that is down undoes nobody's act, and half a message ends no worker."""

import contextlib
import uuid
from pathlib import Path

import pytest
from kombu import Connection
from kombu.exceptions import OperationalError

from delegation.celery import app
from delegation.reporting.models import Report
from tests.conftest import make_cast

pytestmark = pytest.mark.faults


@pytest.mark.django_db(transaction=True)
def test_a_report_is_asked_for_though_nobody_takes_the_nudge(sign_in, monkeypatch):
    cast = make_cast()

    def refuse(*_args, **_kwargs):
        raise OperationalError("Error 111 connecting to redis:6379. Connection refused.")

    monkeypatch.setattr("celery.app.task.Task.apply_async", refuse)

    answer = sign_in(cast.eva).post("/reports/", {"month": "2026-09"})

    assert answer.status_code == 302
    assert Report.objects.get().status == Report.Status.ASKED


@pytest.fixture
def files(tmp_path):
    """A queue of files, as one machine has it: its folder, and a way to open it in a process that starts."""
    options = {
        "data_folder_in": tmp_path,
        "data_folder_out": tmp_path,
        "control_folder": tmp_path / "control",
    }

    @contextlib.contextmanager
    def opened():
        with Connection(
            "filesystem://", transport_options={**app.conf.broker_transport_options, **options}
        ) as line:
            line.transport.state.clear()  # what a process remembers of its tables
            with line.SimpleQueue("celery") as queue:
                yield queue

    return tmp_path, opened


class TestTheQueueOfFiles:
    def test_throws_half_a_message_away_and_goes_on(self, files):
        folder, opened = files
        with opened() as queue:
            (folder / f"0_{uuid.uuid4()}.celery.msg").write_text('{"body": "W1tdLCB7')
            (folder / f"1_{uuid.uuid4()}.celery.msg").write_text("")
            queue.put({"is": "whole"})

            assert queue.get(timeout=5).payload == {"is": "whole"}

    def test_never_shows_a_message_before_it_is_whole(self, files, monkeypatch):
        folder, opened = files
        write = Path.write_bytes

        def die_half_way(path, content):
            write(path, content[: len(content) // 2])
            raise KeyboardInterrupt

        with opened() as queue:
            with monkeypatch.context() as dying:
                dying.setattr(Path, "write_bytes", die_half_way)
                with pytest.raises(KeyboardInterrupt):
                    queue.put({"is": "half"})

            assert not list(folder.glob("*.msg"))
            with pytest.raises(queue.Empty):
                queue.get(timeout=1)

    def test_writes_a_torn_table_anew_at_the_next_start(self, files):
        folder, opened = files
        with opened():
            pass
        for table in (folder / "control").glob("*.exchange"):
            table.write_text("")

        with opened() as queue:
            queue.put({"is": "whole"})

            assert queue.get(timeout=5).payload == {"is": "whole"}

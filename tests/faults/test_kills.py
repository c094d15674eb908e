"""kill -9 of web, worker and clock at any moment: nothing is lost, nothing is done by half, nothing is doubled."""

import random
import shutil
import threading
import time
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import redis as redis_client

from tests import processes
from tests.faults.conftest import Relay, Visitor
from tests.faults.mail_server import silence

pytestmark = pytest.mark.faults
RETURN = {"verdict": "return", "reason": "Write the procedure down first.", "version": 0}
# Each test answers proposals of its own.
CHAOS, MAILED, HUNG, LOST = slice(0, 40), slice(40, 46), slice(46, 52), slice(52, 56)


def insist(visitor: Visitor, path: str, **fields) -> None:
    """Say it until somebody answers. What was cut off may have been done: then the second time is refused."""
    cut_off = False
    for _ in range(200):
        answer = visitor.post(path, **fields)
        if answer is not None:
            assert answer == 302 or (cut_off and answer < 500), f"{path}: {answer} {visitor.said[-2000:]}"
            return
        cut_off = True
        time.sleep(0.2)
    raise AssertionError(f"{path} was never answered")


def names(relay: Relay) -> set[str]:
    """The Message-ID of every mail that was owed."""
    rows = relay.ask("SELECT id FROM notices_notice WHERE by_mail AND dead_at IS NULL")
    return {f"<{uuid.UUID(str(pk))}@127.0.0.1>" for (pk,) in rows}


def test_dying_at_random_loses_nothing_and_doubles_nothing(whole, at_once):
    relay, chance, over = whole, random.Random(20261125), threading.Event()
    jon, priya, asha = (
        relay.visitor(f"{who}.example") for who in ("jon@halden", "priya@halden", "asha@meridian")
    )
    marta, lena = relay.visitor("marta@halden.example"), relay.visitor("lena@meridian.example")
    returned, logged, added = [], [], Counter()
    relay.post.on_letter = lambda _letter: time.sleep(0.05)

    def decide():
        for pk in relay.stage["proposals"][CHAOS]:
            insist(jon, f"/proposals/{pk}/decision/", **RETURN)
            returned.append(pk)

    def catalogue():
        number = 0
        while not over.is_set():
            number += 1
            added[f"Chaos {number}", priya.post("/tasks/", text=f"Chaos {number} every morning 10 min")] += 1

    def log():
        while not over.is_set():
            words = {
                "minutes": 1,
                "category": "run",
                "worked_on": f"{datetime.now(UTC):%Y-%m-%d}",
                "key": len(logged),
            }
            insist(asha, f"/portal/runs/{relay.stage['run']}/time/", **words)
            logged.append(words)

    def hand_over():
        for pk, version in relay.stage["handoffs"]:
            insist(marta, f"/handoffs/{pk}/offer/", version=version)
            team = [relay.stage["asha"], relay.stage["tom"]]
            words = {"version": version + 1, "estimate_minutes": 25, "technicians": team}
            insist(lena, f"/portal/handoffs/{pk}/acceptance/", **words)

    for act in (decide, catalogue, log, hand_over):
        at_once(act)
    try:
        victims = ["web", "worker", "clock", "web child"] * 2 + ["web", "worker"]
        chance.shuffle(victims)
        for victim in victims:
            time.sleep(chance.uniform(0.3, 2.0))
            die_and_rise(relay, victim, after=chance.uniform(0, 0.5))
    finally:
        over.set()
    relay.until(
        "SELECT count(*) FROM delegation_handoff WHERE status = 'in_transfer'",
        lambda found: found == len(relay.stage["handoffs"]),
    )
    relay.until(
        "SELECT count(*) FROM delegation_proposal WHERE status = 'returned'",
        lambda found: found >= len(relay.stage["proposals"][CHAOS]),
    )
    relay.drain()

    assert relay.faults() == []
    titles = Counter(
        title for (title,) in relay.ask("SELECT title FROM inventory_task WHERE title LIKE 'Chaos %'")
    )
    for title, answer in added:
        assert titles[title] == 1 if answer == 302 else titles[title] <= 1, f"{title} was answered {answer}"
    assert {answer for _, answer in added} <= {302, None}
    assert relay.ask("SELECT count(*) FROM delegation_timeentry")[0][0] == len(logged)
    assert set(relay.post.copies) == names(relay)
    assert sum(relay.post.copies.values()) - len(relay.post.copies) <= 2 * relay.kills


def die_and_rise(relay: Relay, victim: str, *, after: float) -> None:
    if victim == "web child":  # its master starts another one
        relay.crew["web"].kill_child()
        return
    relay.kill(victim)
    time.sleep(after)
    relay.start(victim)


def test_a_worker_that_dies_with_a_mail_in_its_hand_sends_it_again_under_the_same_name(whole):
    relay, jon = whole, whole.visitor("jon@halden.example")
    cut: list[str] = []

    def die(letter):
        if not cut:
            cut.append(letter.name)
            relay.kill("worker")

    relay.post.on_letter = die
    for pk in relay.stage["proposals"][MAILED]:
        insist(jon, f"/proposals/{pk}/decision/", **RETURN)
    end = time.monotonic() + processes.PATIENCE
    while relay.crew["worker"].process is not None and time.monotonic() < end:
        time.sleep(0.05)
    assert relay.ask(
        f"SELECT count(*) FROM notices_notice WHERE sent_at IS NULL AND id = '{key(relay, cut[0])}'"
    ) == [(1,)]

    relay.start("worker")
    relay.drain()

    assert relay.post.copies[cut[0]] == 2
    assert set(relay.post.copies) == names(relay)
    assert relay.faults() == []


def key(relay: Relay, name: str) -> str:
    """A notice's id as its database keeps it."""
    pk = uuid.UUID(name.strip("<>").partition("@")[0])
    return pk.hex if relay.env["DATABASE_URL"].startswith("sqlite") else str(pk)


def test_a_worker_that_dies_in_an_import_goes_on_and_finds_the_chores(whole):
    relay, priya = whole, whole.visitor("priya@halden.example")
    address = priya.send_file("/imports/", "incidents.csv", tickets(12_000))
    (version,) = relay.ask("SELECT version FROM inventory_import")[0]
    insist(priya, f"{address}writing/", version=version)
    done = relay.until("SELECT lines_done FROM inventory_import")
    relay.kill("worker")
    assert 0 < done < 12_000, "it was killed too late to prove anything"
    assert relay.ask("SELECT status FROM inventory_import") == [("running",)]

    relay.start("worker")
    relay.let_time_pass()
    relay.job("inventory.jobs.writing.resume_imports")
    relay.until("SELECT status FROM inventory_import", lambda status: status == "done")
    relay.kill("worker")  # before it has found a chore, or while it looks
    relay.start("worker")
    relay.let_time_pass()
    relay.job("inventory.jobs.writing.resume_imports")

    relay.until("SELECT count(*) FROM inventory_chore")
    assert relay.ask("SELECT count(*) FROM inventory_sourceticket") == [(12_000,)]
    assert relay.faults() == []


def tickets(count: int) -> bytes:
    """A desk's export: a backup that fails every morning, and much else."""
    lines = ["number,opened_at,closed_at,category,subcategory,assignment_group,short_description"]
    first = datetime(2026, 6, 1, 6, 40, tzinfo=UTC)
    for number in range(count):
        at = first + timedelta(minutes=12 * number)
        kind = "Backup,Failed" if number % 120 == 0 else f"Access,Request {number % 40}"
        lines.append(
            f"INC{number:05},{at:%d/%m/%Y %H:%M:%S},,{kind},Desk,Something about number {number % 977}"
        )
    return "\n".join(lines).encode()


def test_a_worker_that_dies_at_the_press_prints_once_after_all(whole):
    relay, eva = whole, whole.visitor("eva@halden.example")
    insist(eva, "/reports/", month="2026-09")
    relay.until("SELECT attempts FROM delegation_report WHERE month_on = '2026-09-01'")
    relay.kill("worker")
    assert relay.ask("SELECT status FROM delegation_report WHERE month_on = '2026-09-01'") == [("asked",)]

    relay.start("worker")
    relay.let_time_pass()
    relay.job("delegation.reporting.jobs.printing.print_due")
    relay.until(
        "SELECT status FROM delegation_report WHERE month_on = '2026-09-01'",
        lambda status: status == "printed",
    )

    assert relay.ask(
        "SELECT count(*), max(attempts) FROM delegation_report WHERE month_on = '2026-09-01'"
    ) == [(1, 2)]
    said = "SELECT count(*) FROM notices_notice WHERE kind = 'report' AND subject LIKE '%September 2026%'"
    assert relay.ask(said) == [(1,)]
    assert relay.faults() == []


def test_a_mail_server_that_hangs_keeps_nobody_waiting(whole):
    relay = whole
    jon, eva = relay.visitor("jon@halden.example"), relay.visitor("eva@halden.example")
    relay.post.down()
    with silence(relay.post.port) as callers:
        for pk in relay.stage["proposals"][HUNG]:
            began = time.monotonic()
            insist(jon, f"/proposals/{pk}/decision/", **RETURN)
            assert time.monotonic() - began < 20
        end = time.monotonic() + processes.PATIENCE
        while not callers and time.monotonic() < end:
            time.sleep(0.1)
        insist(eva, "/reports/", month="2026-08")
        relay.until(
            "SELECT status FROM delegation_report WHERE month_on = '2026-08-01'",
            lambda status: status == "printed",
        )
        assert callers, "the worker knocked, and the report was printed all the same"

    relay.post.up()
    relay.drain()

    assert set(relay.post.copies) == names(relay)
    assert relay.faults() == []


def test_a_queue_that_is_lost_is_filled_again_from_the_database(whole):
    relay = whole
    jon, eva = relay.visitor("jon@halden.example"), relay.visitor("eva@halden.example")
    relay.kill("worker")
    for pk in relay.stage["proposals"][LOST]:
        insist(jon, f"/proposals/{pk}/decision/", **RETURN)
    insist(eva, "/reports/", month="2026-07")
    lose_queue(relay)

    relay.start("worker")
    relay.drain()
    relay.job("delegation.reporting.jobs.printing.print_due")

    relay.until(
        "SELECT status FROM delegation_report WHERE month_on = '2026-07-01'",
        lambda status: status == "printed",
    )
    assert set(relay.post.copies) == names(relay)
    assert relay.faults() == []


def lose_queue(relay: Relay) -> None:
    """Empty Redis; or delete some of the queue's files and leave others torn, as a full disk or a kill does."""
    broker = relay.env["CELERY_BROKER_URL"]
    if broker.startswith("redis"):
        with redis_client.from_url(broker) as connection:
            connection.flushdb()
            connection.set("relay-faults", "still ours")
        return
    queue = relay.folder / "queue"
    shutil.rmtree(queue / "messages")
    (queue / "messages").mkdir()
    (queue / "messages" / f"0_{uuid.uuid4()}.celery.msg").write_text('{"body": "W1tdLCB7')
    (queue / "messages" / f"1_{uuid.uuid4()}.celery.msg").write_text("")
    for table in (queue / "control").glob("*.exchange"):
        table.write_text("")


def test_two_clocks_and_a_torn_memory_ask_for_everything_once(whole):
    relay = whole
    relay.kill("clock")
    for path in relay.folder.glob("clock*"):
        if path.suffix != ".log":
            path.write_bytes(b"torn")
    relay.start("clock")
    words = [*relay.crew["clock"].words[:-1], str(relay.folder / "second-clock")]
    second = processes.Program(words, relay.env, relay.folder / "second.log")
    second.start()
    try:
        asking = [
            threading.Thread(target=relay.job, args=["delegation.tracking.jobs.creating.due_runs"])
            for _ in range(3)
        ]
        for each in asking:
            each.start()
        for each in asking:
            each.join()
        relay.until("SELECT count(*) FROM delegation_partnerrun", lambda count: count >= 3)
        time.sleep(5)
        assert second.process.poll() is None
        assert relay.crew["clock"].process.poll() is None, (relay.folder / "clock.log").read_text()[-2000:]
    finally:
        second.stop()

    assert relay.faults() == []
    assert "unregistered" not in (relay.folder / "worker.log").read_text(), (
        "the clock asks for what nobody does"
    )

"""The command line: what it starts answers, what it stops is gone, what fails is shown."""

import ast
import contextlib
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import relay

ROOT = Path(__file__).resolve().parents[2]
SETS = sorted((ROOT / "requirements").glob("*.txt"))


def test_it_needs_nothing_but_python():
    tree = ast.parse((ROOT / "relay.py").read_text())
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names | {"__future__"}


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_a_lock_names_no_address_and_hashes_everything(path):
    text = path.read_text()
    assert "://" not in text
    pinned = re.findall(r"^[\w.-]+(?:\[[\w, ]+\])?==\S+.*\\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^\w", text, re.MULTILINE)) > 0


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_every_set_holds_what_runs(path):
    """So that tests, checks and benchmarks see the very packages that people get."""
    pins = [
        set(re.findall(r"^\S+(?:\[.+\])?==\S+", each.read_text(), re.MULTILINE))
        for each in (path, ROOT / "requirements/runtime.txt")
    ]
    assert pins[1] <= pins[0]


def test_a_set_pins_the_extras_that_its_packages_ask_for():
    """Pip takes `coverage[toml]` for another package than `coverage`: unpinned, it would fetch the newest and fail."""
    text = (ROOT / "requirements/test.txt").read_text()
    pins = re.findall(r"^([\w.-]+)(?:\[(.+)\])?==", text, re.MULTILINE)
    locked = {canonicalize_name(name): {each.strip() for each in extras.split(",")} for name, extras in pins}
    asked = [
        Requirement(words)
        for each in distributions()
        if canonicalize_name(each.name) in locked
        for words in each.requires or []
    ]
    lacking = [
        str(each)
        for each in asked
        if each.extras
        and canonicalize_name(each.name) in locked
        and (each.marker is None or each.marker.evaluate({"extra": ""}))
        and not each.extras <= locked[canonicalize_name(each.name)]
    ]
    assert lacking == []


# -- run -----------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def beginning(words):
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def until_up(process):
    """What `relay.py run` says until it has said where it is."""
    said = []
    for line in process.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            break
    assert process.poll() is None, "".join(said)
    return "".join(said)


@contextlib.contextmanager
def started(folder, port):
    """`relay.py run`, once it has said where it is: gives the process and its words so far."""
    with beginning(
        [sys.executable, "relay.py", "run", "--data", str(folder), "--port", str(port)]
    ) as process:
        yield process, until_up(process)


def family(pid):
    """Every process that descends from this one."""
    try:
        children = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:  # it ended between being listed and being asked
        return []
    return children + [deeper for child in children for deeper in family(child)]


def living(pids):
    """Those of them that still run; an ended one that nobody has waited for yet is not alive."""
    found = []
    for pid in pids:
        with contextlib.suppress(OSError):
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            found += [pid] if state != "Z" else []
    return found


def gone_within(pids, seconds):
    until = time.monotonic() + seconds
    while living(pids) and time.monotonic() < until:
        time.sleep(0.1)
    return living(pids) == []


def test_run_answers_and_ends_with_every_way_of_being_stopped(tmp_path):
    """Ctrl-C, a kind kill and kill -9, one after the other on the same data folder."""
    folder = tmp_path / "a folder"
    for number, status in ((signal.SIGINT, 0), (signal.SIGTERM, 0), (signal.SIGKILL, -9)):
        with started(folder, relay.free_port(18000)) as (process, said):
            address = re.search(r"http://127\.0\.0\.1:\d+", said)[0]
            with urllib.request.urlopen(f"{address}/health/") as answer:
                assert answer.status == 200
            everyone = family(process.pid)
            assert len(everyone) >= 4  # the web and its child, the worker, the clock
            process.send_signal(number)
            assert process.wait(20) == status
            assert gone_within(everyone, 15), f"{number!r} left a process behind"
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600


def test_run_starts_again_what_falls_and_keeps_its_folder_to_itself(tmp_path):
    with started(tmp_path, relay.free_port(18100)) as (process, said):
        for name, word in (("worker", b"worker\0"), ("web", b"delegation.wsgi\0")):
            fallen = next(
                pid for pid in family(process.pid) if word in Path(f"/proc/{pid}/cmdline").read_bytes()
            )
            os.kill(fallen, signal.SIGKILL)
            assert f"The {name} ended by itself and was started again" in process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+", said)[0]
        with urllib.request.urlopen(f"{address}/health/", timeout=60) as answer:
            assert answer.status == 200
        words = [sys.executable, "relay.py", "run", "--data", str(tmp_path)]
        second = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
        assert second.returncode == 1
        assert second.stderr.strip().startswith(f"Relay already runs on {tmp_path}.")


def test_two_that_start_at_once_take_two_ports(tmp_path):
    """Both choose before either answers; each must report, and lead to, its own."""
    port = relay.free_port(18200)
    words = [sys.executable, "relay.py", "run", "--port", str(port), "--data"]
    with contextlib.ExitStack() as stack:
        first = stack.enter_context(beginning([*words, str(tmp_path / "first")]))
        second = stack.enter_context(beginning([*words, str(tmp_path / "second")]))
        addresses = [re.search(r"http://127\.0\.0\.1:\d+", until_up(each))[0] for each in (first, second)]
        assert len(set(addresses)) == 2
        for address in addresses:
            with urllib.request.urlopen(f"{address}/health/") as answer:
                assert answer.status == 200


def test_the_demonstration_is_not_loaded_beside_a_relay_that_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(relay, "install", lambda *_: None)
    monkeypatch.setattr(relay, "manage", lambda *_words, env: pytest.fail("something was written"))
    with relay.only_one(tmp_path):
        for words in ([], ["--remove"]):
            assert relay.main(["demo", "--data", str(tmp_path), *words]) == 1
            assert capsys.readouterr().err.strip().startswith(f"Relay already runs on {tmp_path}.")


@pytest.mark.parametrize("port", ["-1", "0", "65536", "http"])
def test_a_port_that_cannot_be_is_refused_before_anything_is_done(port, monkeypatch, capsys):
    monkeypatch.setattr(relay, "install", lambda *_: pytest.fail("something was done"))
    with pytest.raises(SystemExit, match="2"):
        relay.main(["run", "--port", port])
    assert "a port is a whole number from 1 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["run", "demo"])
@pytest.mark.parametrize("place", ["a file", "a file/below", "/proc/nowhere", "/dev/null/x"])
def test_a_data_folder_that_cannot_be_gets_a_sentence(command, place, tmp_path, monkeypatch, capsys):
    (tmp_path / "a file").touch()
    for name in ("install", "see_to"):
        monkeypatch.setattr(relay, name, lambda *_: None)
    assert relay.main([command, "--data", str(tmp_path / place)]) == 1
    told = capsys.readouterr().err.strip()
    assert told.startswith(f"Nothing can be kept in {tmp_path / place}: ")
    assert told.endswith("Name a folder that you may write to with --data.")


@pytest.mark.parametrize("what", ["folder", "running", "secret_key", "logs/web.log"])
def test_a_data_folder_that_is_shut_gets_a_sentence(what):
    """The whole folder, or one thing in it, as an earlier start as root leaves it."""
    with relay.tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "logs").mkdir()
        if what == "folder":
            folder.chmod(0o555)
        else:
            (folder / what).touch(0)
            folder.chmod(0o777)
        words = [sys.executable, "-c", AS_NOBODY, name]
        ran = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith(f"Nothing can be kept in {name}: Permission denied.")


AS_NOBODY = """
import os, sys
from pathlib import Path
import relay
if os.geteuid() == 0:  # root may open everything
    os.setgid(65534), os.setuid(65534)
folder = Path(sys.argv[1])
try:
    with relay.only_one(folder):
        env = relay.embedded(folder)
        with relay.Crew(folder / "logs", env) as crew:
            crew.start("web", ["true"])
except relay.Halt as halt:
    print(halt)
"""


def test_a_port_that_is_taken_is_passed_over():
    with socket.create_server(("127.0.0.1", 0)) as door:
        taken = door.getsockname()[1]
        assert relay.free_port(taken) > taken


def test_a_process_that_keeps_falling_is_reported_with_its_last_words(tmp_path):
    with relay.Crew(tmp_path, os.environ) as crew:
        crew.start("web", [sys.executable, "-c", "print('out of luck'); raise SystemExit(3)"])
        with pytest.raises(relay.Halt, match=r"(?s)The web ended by itself \(3\).*out of luck"):
            crew.stay()


# -- test ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("results", "ci", "status"),
    [
        ({"on SQLite": 0, "on PostgreSQL": 0}, "true", 0),
        ({"on SQLite": 0, "on PostgreSQL": 1}, "", 1),
        ({"on SQLite": 1, "on PostgreSQL": 0}, "", 1),
        ({"on SQLite": 0, "on PostgreSQL": None}, "", 0),
        ({"on SQLite": 0, "on PostgreSQL": None}, "true", 1),
        ({"on SQLite": 5, "on PostgreSQL": 0}, "true", 0),
        ({"on SQLite": 5, "on PostgreSQL": 5}, "", 1),
    ],
)
def test_what_was_not_run_is_named_and_in_ci_a_failure(results, ci, status, monkeypatch, capsys):
    monkeypatch.setenv("CI", ci)
    assert relay.verdict(results) == status
    told = capsys.readouterr().out
    assert ("not run" in told) == (None in results.values())


def test_without_servers_their_tests_are_left_out_by_name(monkeypatch):
    asked = []
    monkeypatch.setattr(relay, "pytest", lambda _env, words, *, title: asked.append(words) or 0)
    results = relay.both_runs({}, ["-x"], missing={"TEST_DATABASE_URL", "TEST_REDIS_URL"})
    assert asked == [["-m", "not postgres and not redis", "-x"]]
    assert results == {"tests marked redis": None, "on SQLite": 0, "on PostgreSQL": None}


def test_the_whole_suite_measures_every_engine_on_sqlite_and_a_part_of_it_none(monkeypatch):
    asked = {}
    monkeypatch.setattr(relay, "pytest", lambda _env, words, *, title: asked.update({title: words}) or 0)
    env = {"TEST_DATABASE_URL": "postgres://postgres@127.0.0.1:5432/postgres"}

    relay.both_runs(env, [], missing=set())
    whole = dict(asked)
    relay.both_runs(env, ["tests/scoring"], missing=set())

    stages = [path.parent for path in ROOT.glob("delegation/*/engine*")] + [ROOT / "inventory"]
    named = {word for word in whole["on SQLite"] if word.startswith("--cov=")}
    assert named == {f"--cov={'.'.join(stage.relative_to(ROOT).parts)}.engine" for stage in stages}
    assert "--cov-fail-under=100" in whole["on SQLite"]
    assert not [
        word for words in (whole["on PostgreSQL"], *asked.values()) for word in words if "cov" in word
    ]


def test_a_branch_that_no_test_takes_fails_the_run(tmp_path):
    """The very words of the suite, on an engine of one function and a test that takes one side of it."""
    (tmp_path / "engine.py").write_text("def sign(x):\n    if x < 0:\n        return -1\n    return 1\n")
    test = "from engine import sign\n\ndef test_one():\n    assert sign(2) == 1\n"
    other = "\ndef test_other():\n    assert sign(-2) == -1\n"
    words = [word for word in relay.coverage() if not word.startswith("--cov=")]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:django",
        "-p",
        "no:xdist",
        "--cov=engine",
        *words,
        "test_it.py",
    ]
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    ran = []
    for text in (test, test + other):
        (tmp_path / "test_it.py").write_text(text)
        ran.append(subprocess.run(command, cwd=tmp_path, capture_output=True, text=True))
    assert [each.returncode for each in ran] == [1, 0]
    assert "engine.py" in ran[0].stdout


@pytest.mark.postgres
@pytest.mark.redis
def test_private_servers_start_where_none_stand_and_leave_nothing(tmp_path_factory, monkeypatch):
    """As on a machine that has the programs installed and nothing running, also for root."""
    for name in ("TEST_DATABASE_URL", "TEST_REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    ping = relay.answers_ping
    monkeypatch.setattr(relay, "standing_postgres", lambda: "")
    monkeypatch.setattr(relay, "answers_ping", lambda port: port != 6379 and ping(port))
    with relay.tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        with relay.Crew(folder / "logs", os.environ) as crew:
            address = relay.postgres(crew, folder)
            assert relay.creates_databases(address)
            assert relay.redis(crew, folder).startswith("redis://127.0.0.1:")
            # Not every child of this process: a browser that another test keeps open is one too.
            servers = [child.pid for child, *_ in crew.members.values()]
            everyone = [*servers, *(pid for server in servers for pid in family(server))]
        assert len(everyone) > len(servers) == 2  # PostgreSQL has processes of its own
        assert not relay.creates_databases(address)
        assert gone_within(everyone, 5)


# -- check ---------------------------------------------------------------------------------------------------


def test_check_shows_every_failure_and_then_a_table(monkeypatch, capsys):
    broken = {name: f"python -m {name}_is_wrong" for name in ("one", "two")}
    monkeypatch.setattr(relay, "checks", lambda: {**broken, "three": "python --version"})
    monkeypatch.setattr(relay, "install", lambda *_: None)
    assert relay.main(["check"]) == 1
    told = capsys.readouterr().out
    assert "No module named one_is_wrong" in told
    assert "No module named two_is_wrong" in told
    assert re.search(r"one +FAILED.*\ntwo +FAILED.*\nthree +passed", told)


INSTANCE = "2 3\n1 2 3\n3 2 1\n1 1 1\n1 1 1\n2 2\n"


def measured(folder, *words):
    (folder / "small.txt").write_text(INSTANCE)
    words = [sys.executable, "relay.py", "bench", "plan", "--gap", str(folder), *words]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True)


def test_a_benchmark_asked_for_json_leaves_standard_output_to_it(tmp_path):
    """Another program reads it, so the heading and the closing table go to standard error."""
    ran = measured(tmp_path, "--json")
    (row,) = json.loads(ran.stdout)
    assert ran.returncode == 0
    assert (row["file"], row["value"]) == ("small.txt", 4)
    assert list(row) == ["file", "value", "bound", "seconds"]
    assert "== plan ==" in ran.stderr
    assert "kept its bar" in ran.stderr


def test_a_benchmark_for_people_says_everything_on_standard_output(tmp_path):
    ran = measured(tmp_path)
    assert re.search(r"(?s)== plan ==.*small.txt.*value +4.*plan +kept its bar", ran.stdout)
    assert ran.stderr == ""


def test_an_unknown_benchmark_gets_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr(relay, "install", lambda *_: None)
    assert relay.main(["bench", "speed_of_light"]) == 1
    assert "There is no benchmark 'speed_of_light'." in capsys.readouterr().err

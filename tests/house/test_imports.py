"""The import contracts hold, and each of them notices the violation it is there for."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = Path(sys.executable).with_name("lint-imports")
FOLDERS = ("delegation", "inventory", "portal")

PLANTED = {
    "a stage imports upwards": ("delegation/approval/actions.py", "import delegation.handoff.models\n"),
    "the ground imports a stage": ("delegation/accounts/permissions.py", "import inventory.models\n"),
    "a view is imported by an action": (
        "delegation/approval/actions.py",
        "import delegation.approval.views\n",
    ),
    "a form acts": ("delegation/approval/forms.py", "import delegation.approval.actions\n"),
    "a stray file": ("delegation/approval/utils.py", "NOTHING = None\n"),
    "an engine asks who it is": (
        "delegation/tracking/engine/clock.py",
        "import delegation.accounts.models\n",
    ),
    "somebody else prints": ("delegation/views.py", "import weasyprint\n"),
}
ENGINES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in FOLDERS
    for pattern in ("**/engine.py", "**/engine/__init__.py")
    for path in (ROOT / folder).glob(pattern)
)
PLANTED |= {f"{path} asks Django": (path, "import django.utils.timezone\n") for path in ENGINES}
# What a partner must never be shown, and the indexes that lead to all of it.
UNSEEN = (
    "inventory.models", "delegation.scoring.models", "delegation.approval.models", "delegation.streamlining.models",
    "delegation.planning.models", "delegation.ledger.models", "delegation.reporting.models", "delegation.models",
    "delegation.jobs", "delegation.navigation", "delegation.management.demonstration",
)  # fmt: skip
PLANTED |= {f"the portal reads {name}": ("portal/urls.py", f"import {name}\n") for name in UNSEEN}


# Below and above the stages, whose own shape is a contract: every file has its place, and a new one is a decision.
PLACES = {
    "delegation": "accounts agreement apps approval audit celery choices formats handback handoff headers jobs ledger management"
    " migrations models moves navigation notices pages planning queue reporting scoring settings streamlining templatetags"
    " tracking uploads urls views wsgi",
    "delegation/accounts": "actions apps entrance forms letters lifetime migrations models passkeys permissions seat urls views",
    "delegation/audit": "apps door jobs migrations models permissions trail urls views",
    "delegation/notices": "apps digest jobs links migrations models post urls views word",
    "portal": "apps forms scope urls views",
}  # fmt: skip


@pytest.mark.parametrize("folder", PLACES)
def test_no_file_stands_where_nobody_placed_it(folder):
    found = {path.stem for path in (ROOT / folder).iterdir() if not path.name.startswith("__")}

    assert found == set(PLACES[folder].split())


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(LINT), "--no-cache"], cwd=folder, capture_output=True, text=True, check=False, timeout=120,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip


@pytest.fixture
def copy(tmp_path):
    """A copy of the packages in which a violation can be planted."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_every_engine_is_known():
    assert len(ENGINES) == 10


def test_the_house_keeps_its_contracts(copy):
    result = lint(copy)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_violation_is_noticed(copy, planted):
    name, line = planted
    path = copy / name
    before = path.read_text() if path.exists() else ""
    path.write_text(before + "\n" + line)

    result = lint(copy)

    assert result.returncode == 1
    assert (
        "BROKEN" in result.stdout or "Missing layer" in result.stdout or "exhaustive" in result.stdout.lower()
    )

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
    "an engine asks Django": ("delegation/approval/engine.py", "import django.utils.timezone\n"),
    "the portal reads a task": ("portal/urls.py", "import inventory.models\n"),
    "the portal reads a score": ("portal/urls.py", "import delegation.scoring.models\n"),
    "somebody else prints": ("delegation/views.py", "import weasyprint\n"),
}


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

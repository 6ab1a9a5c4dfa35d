"""Does `make migrations` do what CONTRIBUTING says: the same files from the same models, and nothing on an error."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("governance", "responsibilities", "services", "enforcement", "staffing")

# Starts processes that load the whole portal four times.
pytestmark = pytest.mark.services


@pytest.fixture
def copy(tmp_path) -> Path:
    """The product by itself, with the environment the tests run in."""
    folder = tmp_path / "a portal"
    for app in (*APPS, "examples"):
        shutil.copytree(ROOT / app, folder / app, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "tests").mkdir()
    for name in (
        "Makefile",
        "manage.py",
        "tests/__init__.py",
        "tests/settings.py",
        "tests/settings_without_migrations.py",
    ):
        shutil.copy(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


def migrations(folder: Path) -> dict[str, str]:
    paths = [path for app in APPS for path in (folder / app / "migrations").glob("*.py")]
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in paths}


def make_migrations(folder: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["make", "--silent", "--old-file=.venv/ready-to-test", "migrations"],  # nothing is installed
        cwd=folder,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_initial_migrations_are_made_again_from_the_models(copy):
    before = migrations(copy)
    (copy / "governance/migrations/0001_initial.py").unlink()
    (copy / "enforcement/migrations/0001_initial.py").write_text("raise SyntaxError('a conflict')")
    done = make_migrations(copy)
    assert done.returncode == 0, done.stderr
    assert migrations(copy) == before == migrations(ROOT)


def test_a_hand_written_migration_that_does_not_fit_changes_nothing(copy):
    path = copy / "enforcement/migrations/0002_custody_has_no_gap.py"
    path.write_text(path.read_text(encoding="utf-8").replace("0001_initial", "0001_other"), encoding="utf-8")
    models = copy / "enforcement/models/cases.py"
    models.write_text(models.read_text(encoding="utf-8").replace("max_length=", "max_length=1 + "), encoding="utf-8")
    before = migrations(copy)
    done = make_migrations(copy)
    assert done.returncode != 0
    assert "0001_other" in done.stderr
    assert migrations(copy) == before

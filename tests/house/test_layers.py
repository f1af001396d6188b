"""The direction of the imports, as pyproject.toml draws it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

# One import for each contract that must not pass: where, what, and who says so.
WRONG = (
    ("domain/media.py", "import media_manager.workers", "Imports go downwards only"),
    ("files/paths.py", "import media_manager.files.atomic", "No cycles, in no room"),
    ("workers/job.py", "import PySide6.QtCore", "Qt lives in the window"),
    ("settings/store.py", "import sqlite3", "SQL lives in persistence"),
    ("scanning/walker.py", "import subprocess", "Child processes live in processes"),
    ("library/__init__.py", "import threading", "Threads live in workers"),
    ("persistence/schema.py", "import lxml", "XML is read in scanning"),
    ("library/__init__.py", "import PIL", "Hostile media meet a decoder"),
    ("scanning/watching.py", "import watchfiles", "The file system is listened to in a child"),
    ("library/__init__.py", "import numpy", "numpy is behind the first paint"),
    ("scanning/walker.py", "import urllib", "A scan knows neither the database nor the network"),
    ("processes/child.py", "import multiprocessing", "Nobody forks"),
)


def lint(folder: Path) -> tuple[int, str]:
    """Run the contracts of the project in this folder."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-cache",
            "--no-logo",
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "300"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def test_every_import_keeps_the_contracts() -> None:
    """Layers, cycles, and who may speak to the outside world."""
    code, text = lint(ROOT)
    assert code == 0, text


def test_each_contract_notices_its_breach(tmp_path: Path) -> None:
    """A contract that catches nothing would be worse than none."""
    shutil.copytree(
        ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "icons")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, line, _ in WRONG:
        file = tmp_path / "src" / "media_manager" / name
        file.write_text(f"{file.read_text()}\n{line}\n")
    code, text = lint(tmp_path)

    assert code == 1, text
    broken = [line.strip() for line in text.splitlines() if " BROKEN" in line]
    unnoticed = [who for _, _, who in WRONG if not any(line.startswith(who) for line in broken)]
    assert unnoticed == [], text

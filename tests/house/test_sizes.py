"""Two size rules that ruff does not have: they keep files and functions readable in one go."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_LINES_IN_A_FILE = 400
MOST_LINES_IN_A_FUNCTION = 60


def sources() -> list[Path]:
    """Return every Python file of the project; migrations are lists and may be long."""
    files = [path for room in ("src", "tests", "scripts") for path in (ROOT / room).rglob("*.py")]
    return [path for path in sorted(files) if "versions" not in path.parts]


def test_no_file_is_longer_than_400_lines() -> None:
    """A longer file has two reasons to exist: give each its own."""
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in sources()
    }
    assert {name: n for name, n in lengths.items() if n > MOST_LINES_IN_A_FILE} == {}


def test_no_function_is_longer_than_60_lines() -> None:
    """A longer function works at two levels: name the lower one."""
    assert {
        where: lines
        for path in sources()
        for where, lines in functions(path)
        if lines > MOST_LINES_IN_A_FUNCTION
    } == {}


def functions(path: Path) -> list[tuple[str, int]]:
    """Return each function of a file and how many lines it has, from `def` to its end."""
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return [
        (f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None
    ]

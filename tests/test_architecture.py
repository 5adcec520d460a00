"""What no file of the repository may hold, found by reading.

The walls between the layers are in `dashboard/test_walls.py`.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
LOADERS = sorted((ROOT / "loaders").rglob("*.py"))
DASHBOARD = sorted((ROOT / "dashboard").rglob("*.py"))
OTHERS = sorted([*(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")])
CODE = [*LOADERS, *DASHBOARD]
LONGEST_FILE = 450

PLACES = re.compile(r"烟台|淄博|海港|海东|秦皇岛|普陀|yantai|zibo|haigang|haidong|putuo|qinhuangdao", re.IGNORECASE)
FLOATS = {"float", "Float32", "Float64", "float32", "float64"}
GEOMETRY_FILES, GEOMETRY_TYPE = re.compile(r"loaders/(readers/pdf|aligned)(_\w+)?\.py"), "Box"
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield from (a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str))


@cache
def text_files() -> list[Path]:
    """Text files of the project, those that would be committed; without git, those of the packages."""
    import subprocess  # noqa: PLC0415 - only here

    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - the git of the machine
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode:
        pytest.skip("not a git repository")
    paths = (ROOT / entry for entry in listing.stdout.decode().split("\0") if entry)
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:8000]]


@pytest.mark.parametrize("path", DASHBOARD, ids=name)
def test_dashboard_takes_nothing_from_the_readers(path: Path) -> None:
    """The database is the hand-over: no page parses a document."""
    pipeline = {"loaders.readers", "loaders.recognise", "loaders.interpret", "loaders.narrative", "loaders.targets"}
    assert not [m for m in imports(path) if any(m == p or m.startswith(f"{p}.") for p in pipeline)]


@pytest.mark.parametrize("path", LOADERS, ids=name)
def test_money_is_never_a_float(path: Path) -> None:
    """Lengths on a page are floats, where places on a page are read, and in the type of a box; nothing else is."""
    called = {ast.unparse(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)}
    assert "float" not in called
    if GEOMETRY_FILES.fullmatch(name(path)):
        return
    boxes = [
        n for n in ast.walk(tree(path)) if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == GEOMETRY_TYPE
    ]
    inside = {id(node) for box in boxes for node in ast.walk(box)}
    nodes = [node for node in ast.walk(tree(path)) if id(node) not in inside]
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    assert FLOATS.isdisjoint(names | attributes)


def test_money_columns_are_exact() -> None:
    from loaders.schemas import MONEY, TABLES  # noqa: PLC0415 - the only test here that needs them

    columns = [column for table in TABLES for column in table.columns]
    assert {column.type for column in columns if column.name.endswith("_yuan")} == {MONEY}
    assert not [column for column in columns if re.search("FLOAT|DOUBLE|REAL", column.type)]


@pytest.mark.parametrize("path", CODE, ids=name)
def test_no_module_has_a_vague_name(path: Path) -> None:
    assert path.stem not in VAGUE_NAMES


@pytest.mark.parametrize("path", CODE, ids=name)
def test_no_code_names_a_document_or_place(path: Path) -> None:
    found = PLACES.search(path.read_text(encoding="utf-8"))
    assert found is None, f"dialect knowledge is data: {found}"


def test_no_dialect_nor_query_names_a_document_or_place() -> None:
    data = [*(ROOT / "loaders").rglob("*.toml"), *(ROOT / "dashboard").rglob("*.toml"), *ROOT.glob("*/**/*.sql")]
    ours = [path for path in data if path.relative_to(ROOT).parts[0] in {"loaders", "dashboard"}]
    assert ours
    assert not [name(path) for path in ours if PLACES.search(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("path", CODE, ids=name)
def test_no_error_is_swallowed(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"line {node.lineno}: bare except"
            assert not all(isinstance(step, ast.Pass) for step in node.body), f"line {node.lineno}: except … pass"


@pytest.mark.parametrize("path", [*CODE, *OTHERS], ids=name)
def test_no_file_is_too_long_to_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_no_file_holds_a_registry_or_a_path_of_a_machine() -> None:
    """A clone must work anywhere: no address of a package registry, no absolute path of somebody's machine."""
    registry = re.compile(r"pythonhosted|pypi\.org|index[-_]url|find[-_]links|npmjs")
    machine = re.compile(r"(?:^|[^\w./-])/(?:work|root|home|Users|opt)/")
    this = Path(__file__).resolve()
    found = [
        f"{name(path)}:{number}"
        for path in text_files()
        if path != this
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if registry.search(line) or machine.search(line)
    ]
    assert not found

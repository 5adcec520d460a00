"""What the repository promises: pins that fit, documents that are up to date, links that lead somewhere."""

from __future__ import annotations

import re
import runpy
import tomllib
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ["README.md", "CHANGELOG.md", "docs/adding-a-dialect.md"]
PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[0-9][A-Za-z0-9.+!]*)")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(read("pyproject.toml"))["project"]
    return found


def requirements() -> list[Requirement]:
    extras = project()["optional-dependencies"]
    texts = [*project()["dependencies"], *(text for group in extras.values() for text in group)]
    return [Requirement(text) for text in texts]


def pins() -> dict[str, str]:
    lines = [line for line in read("requirements.lock").splitlines() if line and not line.startswith("#")]
    matches = [PIN.fullmatch(line) for line in lines]
    assert all(matches), [line for line, match in zip(lines, matches, strict=True) if match is None]
    return {canonicalize_name(match["name"]): match["version"] for match in matches if match}


@pytest.mark.parametrize("requirement", requirements(), ids=str)
def test_each_dependency_is_pinned_within_its_bounds(requirement: Requirement) -> None:
    assert requirement.specifier.contains(pins()[canonicalize_name(requirement.name)])


@pytest.mark.parametrize("requirement", requirements(), ids=str)
def test_each_dependency_has_its_reason_in_the_readme(requirement: Requirement) -> None:
    table = read("README.md").split("## 依赖")[1].split("##")[0]
    assert re.search(rf"^\|[^|]*\b{re.escape(requirement.name)}\b", table, re.MULTILINE | re.ASCII)


def test_the_project_itself_is_not_pinned() -> None:
    assert canonicalize_name(project()["name"]) not in pins()


def test_generated_documents_are_up_to_date() -> None:
    generated = runpy.run_path(str(ROOT / "docs" / "generate.py"))["documents"]()
    stale = [path.name for path, text in generated.items() if path.read_text(encoding="utf-8") != text]
    assert not stale, "run `make docs`"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    targets = re.findall(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)[^)]*\)", read(name))
    local = [target for target in targets if "://" not in target]
    assert not [target for target in local if not (ROOT / name).parent.joinpath(target).exists()]


def test_every_picture_is_shown_in_the_readme() -> None:
    pictures = {f"docs/screenshots/{path.name}" for path in (ROOT / "docs" / "screenshots").glob("*.png")}
    assert pictures <= set(re.findall(r"!\[[^\]]+\]\(([^)]+)\)", read("README.md")))


def test_the_changelog_knows_this_version() -> None:
    assert f"## [{project()['version']}]" in read("CHANGELOG.md")


def test_the_version_stands_in_two_places_that_agree() -> None:
    import loaders  # noqa: PLC0415 - only here

    assert loaders.__version__ == project()["version"]


def test_commands_of_the_readme_exist() -> None:
    from loaders.cli import app  # noqa: PLC0415 - only here

    told = set(re.findall(r"^\| `budgetlens (\w+)", read("README.md"), re.MULTILINE))
    assert told == set(app.commands)


def test_the_command_line_finds_the_dashboard_by_its_entry_point() -> None:
    from dashboard.serve import serve  # noqa: PLC0415 - only here

    (entry,) = entry_points(group="budgetlens.commands", name="serve")
    assert entry.load() is serve


@pytest.mark.parametrize(
    ("package", "pattern"),
    [
        ("loaders", "dialects/*.toml"),
        ("loaders", "dialects/divisions.tsv"),
        ("loaders", "sql/views/*.sql"),
        ("dashboard", "sql/*.sql"),
        ("dashboard", "text/*.toml"),
        ("dashboard", "*.html"),
    ],
)
def test_data_lies_inside_the_packages(package: str, pattern: str) -> None:
    """What a wheel must carry lies in a package, where the build takes everything."""
    assert list(Path(str(files(package))).glob(pattern))


def test_what_is_merged_from_shards_is_every_table() -> None:
    from loaders.schemas import TABLES  # noqa: PLC0415 - only here

    (listed,) = re.findall(r"^tables = \[\n(.*?)^\]", read("docs/scaling.md"), re.MULTILINE | re.DOTALL)
    assert re.findall(r'"(\w+)"', listed) == [table.name for table in TABLES]


def test_make_and_continuous_integration_run_the_same_tests() -> None:
    assert "make test" in read(".ci/run")
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


@pytest.mark.parametrize("target", ["run", "test", "bench", "docs", "clean"])
def test_make_has_the_targets_of_the_readme(target: str) -> None:
    assert re.search(rf"^{target}:", read("Makefile"), re.MULTILINE)

"""No module imports itself by way of others, type-checking and local imports included."""

import ast
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.architecture.sources import BACKEND, ROOT

PACKAGES = (
    BACKEND / "app",
    BACKEND / "demo_players",
    BACKEND / "simulators",
    BACKEND / "tests",
    *(ROOT / name for name in ("load", "bench", "devstack", "alembic", "ops")),
)


def modules(packages: Iterable[Path] = PACKAGES) -> dict[str, ast.Module]:
    """Return the tree of each module by its full name; a package's name is its `__init__`."""
    found = {}
    for package in packages:
        for path in package.rglob("*.py"):
            parts = path.relative_to(package.parent).with_suffix("").parts
            name = ".".join(parts).removesuffix(".__init__")
            found[name] = ast.parse(path.read_text())
    return found


def imported(tree: ast.Module, known: set[str]) -> set[str]:
    """Return which of the known modules a module names in its imports."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            full = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            names |= {name if name in known else node.module for name in full.values()}
    return names & known


def find_cycle(trees: dict[str, ast.Module]) -> list[str]:
    """Return the modules of one cycle, each imported by the next; empty if there is none."""
    known = set(trees)
    graph = {name: imported(tree, known) for name, tree in trees.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_module_imports_itself_by_way_of_others() -> None:
    trees = modules()
    assert {"app.main", "simulators.main", "load.player", "bench.report"} <= set(trees)
    assert find_cycle(trees) == []


def test_cycles_are_found_wherever_the_import_stands() -> None:
    texts = {
        "a": "",
        "a.one": "from a import two",
        "a.two": "def f():\n    import a.three",
        "a.three": "if TYPE_CHECKING:\n    from a.one import Name",
    }
    trees = {name: ast.parse(text) for name, text in texts.items()}
    assert set(find_cycle(trees)) == {"a.one", "a.two", "a.three"}
    assert find_cycle({**trees, "a.three": ast.parse("import os")}) == []

"""Every alert that can be raised has advice for staff, and is in the handbook."""

import ast

from app.domain.alert_runbook import ADVICE
from tests.architecture.sources import ROOT, sources


def kinds() -> set[str]:
    """Return the kinds of `raise_alert(…, kind="…")` and `_raise_alert(…, row, "…")` in the app."""
    found = set()
    for source in sources("app"):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and name_of(node.func) in {
                "raise_alert",
                "_raise_alert",
            }:
                named = [word.value for word in node.keywords if word.arg == "kind"]
                for value in named or node.args[2:3]:
                    if isinstance(value, ast.Constant):
                        found.add(str(value.value))
    return found


def name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def test_every_alert_has_advice_and_all_advice_is_used() -> None:
    assert len(kinds()) > 15
    assert kinds() == set(ADVICE)


def test_the_handbook_names_every_alert() -> None:
    handbook = (ROOT / "docs" / "admin.md").read_text()
    assert [kind for kind in sorted(ADVICE) if f"`{kind}`" not in handbook] == []

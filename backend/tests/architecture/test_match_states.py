"""The state of a match changes in two places only: `transition`, and the settlement of its pot."""

import ast
import re

from tests.architecture.sources import Source, sources

_STATE = {"status", "verification_state"}
_UPDATE = re.compile(r"UPDATE matches\b(?:(?!WHERE).)*?\b(status|verification_state)\b", re.DOTALL)
_TRANSITION = "app/services/matches/transitions.py"


def _assigned(source: Source) -> set[str]:
    """Return the attributes that are assigned here, by `=`, an operator, or an annotation."""
    found: set[str] = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        else:
            continue
        for target in targets:
            found |= {inner.attr for inner in ast.walk(target) if isinstance(inner, ast.Attribute)}
    return found


def _written_by_values(source: Source) -> set[str]:
    """Return the columns that `.values(…)` writes here."""
    return {
        keyword.arg
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "values"
        for keyword in node.keywords
        if keyword.arg is not None
    }


def test_only_transition_assigns_the_state_of_a_match() -> None:
    writers = {
        source.path
        for source in sources()
        if "app.models.match " in source.text
        and _STATE & (_assigned(source) | _written_by_values(source))
    }
    assert writers == {_TRANSITION}


def test_services_assign_no_state_of_a_match_that_was_handed_to_them() -> None:
    writers = {source.path for source in sources("app/services") if _STATE & _assigned(source)}
    assert writers == {_TRANSITION}


def test_no_sql_and_no_setattr_changes_the_state_of_a_match() -> None:
    for source in sources():
        assert not _UPDATE.search(source.text), source.path
        calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
        by_name = [c for c in calls if isinstance(c.func, ast.Name) and c.func.id == "setattr"]
        assert not by_name or not source.path.startswith("app/services"), source.path


def test_only_settlement_ends_a_match() -> None:
    callers = {source.path for source in sources() if source.calls_of("settle_match")}
    assert callers == {"app/services/matches/settlement.py"}

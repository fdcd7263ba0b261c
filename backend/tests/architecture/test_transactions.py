"""One place commits, and only there does a transaction begin."""

import ast

from tests.architecture.sources import sources


def test_nobody_commits_or_rolls_back_by_hand() -> None:
    for source in sources():
        for method in ("commit", "rollback"):
            assert not source.calls_of(method), f"{source.path} calls .{method}("


def test_transactions_begin_in_one_place() -> None:
    beginners = {
        source.path
        for source in sources()
        if source.calls_of("begin") or source.calls_of("begin_nested")
    }
    assert beginners == {"app/core/database.py"}


def test_only_the_core_opens_engines_and_sessions() -> None:
    for source in sources():
        if source.path != "app/core/database.py":
            for name in ("create_engine(", "sessionmaker(", "Session(get_engine"):
                assert name not in source.text, f"{source.path} has {name}"


def test_routes_open_no_transaction_by_hand() -> None:
    for source in sources("app/api/routes"):
        names = [node for node in ast.walk(source.tree) if isinstance(node, ast.Name)]
        assert "transaction" not in {node.id for node in names}, (
            f"{source.path} opens a transaction: ask for SessionDep, or use api.steps"
        )

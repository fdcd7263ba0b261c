"""What does not fit on a few screens is two things."""

from tests.architecture.sources import sources

LONGEST_MODULE, LONGEST_FUNCTION = 300, 60

# Longer ones, with the length they must not outgrow and why they are one thing all the same.
LONG_MODULES = {
    "app/services/ledger/posting.py": (
        335,
        "the only writer of the ledger's tables",
    ),
}


def test_no_module_is_longer_than_three_hundred_lines() -> None:
    for source in sources():
        limit, _ = LONG_MODULES.get(source.path, (LONGEST_MODULE, ""))
        length = len(source.text.splitlines())
        assert length <= limit, f"{source.path} has {length} lines"


def test_a_size_excuse_that_is_no_longer_needed_is_removed() -> None:
    lengths = {source.path: len(source.text.splitlines()) for source in sources()}
    assert [path for path in LONG_MODULES if lengths.get(path, 0) <= LONGEST_MODULE] == []


def test_no_function_is_longer_than_sixty_lines() -> None:
    for source in sources():
        for function in source.functions():
            assert function.end_lineno is not None
            length = function.end_lineno - function.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{source.path}::{function.name}: {length} lines"


def test_every_module_opens_with_a_sentence() -> None:
    for source in sources():
        first = source.tree.body[0] if source.tree.body else None
        sentence = getattr(getattr(first, "value", None), "value", None)
        assert isinstance(sentence, str), f"{source.path} does not say what it is for"

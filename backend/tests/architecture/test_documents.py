"""What the documents name is there."""

import re
from pathlib import Path

from tests.architecture.sources import BACKEND, ROOT

_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_PATH = re.compile(r"[\w.@-]+(/[\w.@*{},-]*)+")
_FILE = re.compile(r".*\.(py|md|toml|txt|in|json|ya?ml|sh|mjs|tsx?|css|html|ini|conf|mako)")
_COMMAND = re.compile(r"\bmake ([a-z][a-z-]+)")
_BASES = ("", "backend", "backend/app", "backend/tests", "frontend", "frontend/src")


def documents() -> list[Path]:
    found = [
        *sorted(ROOT.glob("*.md")),
        ROOT / "alembic" / "README.md",
        *sorted((ROOT / "docs").rglob("*.md")),
    ]
    return [path for path in found if path.exists()]


def named_paths(text: str) -> set[str]:
    """Return what looks like a path of ours: two names with a slash, or a file's name."""
    inside = {word for code in _CODE.findall(text) for word in code.split()}
    inside = {word.split("::")[0].rstrip(".,;:") for word in inside}
    rooms = {path.name for path in ROOT.iterdir()}
    return {
        word
        for word in inside
        if _PATH.fullmatch(word)
        and (word.split("/")[0] in rooms or _FILE.fullmatch(word.rstrip("/")))
    }


def exists(name: str, *, beside: Path) -> bool:
    places = [beside, *(ROOT / base for base in _BASES)]
    name = name.rstrip("/")
    spellings = [name]
    if braces := re.search(r"\{([^}]+)\}", name):
        spellings = [name.replace(braces[0], part) for part in braces[1].split(",")]
    return all(
        any(place.is_dir() and next(place.glob(spelling), None) for place in places)
        for spelling in spellings
    )


def test_every_path_that_a_document_names_exists() -> None:
    assert documents(), "there is no README.md and nothing in docs/"
    missing = [
        f"{document.relative_to(ROOT)} names {name}"
        for document in documents()
        for name in sorted(named_paths(document.read_text()))
        if not exists(name, beside=document.parent)
    ]
    assert missing == []


def test_every_link_between_documents_leads_somewhere() -> None:
    missing = [
        f"{document.relative_to(ROOT)} links to {target}"
        for document in documents()
        for target in _LINK.findall(document.read_text())
        if not target.startswith(("http://", "https://", "#", "mailto:"))
        and not (document.parent / target.split("#")[0]).exists()
    ]
    assert missing == []


def test_every_make_command_that_a_document_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        name
        for document in documents()
        for code in re.findall(r"```.*?```|`[^`]+`", document.read_text(), re.DOTALL)
        for name in _COMMAND.findall(code)
    }
    assert named - targets == set()


def test_paths_in_prose_are_told_from_other_words() -> None:
    text = "`backend/app` and `services/ledger/posting.py::f`, not `/api/v1`, `a/b`, `won/lost`"
    assert named_paths(text) == {"backend/app", "services/ledger/posting.py"}
    assert exists("services/ledger/{posting,receipts}.py", beside=BACKEND)
    assert exists("backend/app/*.py", beside=BACKEND)
    assert not exists("services/nothing.py", beside=BACKEND)

"""What the documents name is there."""

import re
from collections.abc import Iterator
from pathlib import Path

from app.core.jobs import Job
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
    top_level = {path.name for path in ROOT.iterdir()}
    return {
        word
        for word in inside
        if _PATH.fullmatch(word)
        and (word.split("/")[0] in top_level or _FILE.fullmatch(word.rstrip("/")))
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


_NAMED = re.compile(r"`([\w./\[\]-]+\.(?:py|tsx?|mjs|sql))` · ((?:`[^`]+`(?:, | and |; )?)+)")


def missing_names(text: str) -> list[str]:
    """Return the names behind `file` · `name` that the file does not define."""
    missing = []
    for path, names in _NAMED.findall(text):
        file = ROOT / path
        if not file.is_file():
            continue  # `test_every_path_that_a_document_names_exists` says so
        source = file.read_text()
        for name in re.findall(r"`([^`/]+)`", names):
            last = name.split("(")[0].split(".")[-1]
            if not last.isidentifier() or re.search(rf"\b{last}\b", source, re.IGNORECASE):
                continue
            missing.append(f"{path} · {name}")
    return missing


def test_every_name_behind_a_dot_is_in_its_file() -> None:
    missing = [
        f"{document.relative_to(ROOT)} names {name}"
        for document in documents()
        for name in missing_names(document.read_text())
    ]
    assert missing == []
    assert missing_names("`backend/app/main.py` · `create_app`, `nothing`") == [
        "backend/app/main.py · nothing"
    ]


_CITED = re.compile(
    r"\b(daraja|cod-api|performance|trust|peers)\.md(?:\s+§(\d+[a-z]?)(?:\.(\d+))?)?"
)


def cited_pages() -> Iterator[tuple[Path, str, str, str]]:
    """Yield (file, page, section, subsection) of every citation of docs/reference."""
    folders = ("backend", "bench", "load", "devstack", "alembic", "ops", "docs", "frontend/src")
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if (
                path.suffix in {".py", ".md", ".sql", ".ts", ".tsx"}
                and "node_modules" not in path.parts
            ):
                text = re.sub(r"\n\s*(?:#|--|\*)?\s*", " ", path.read_text())
                for page, section, part in _CITED.findall(text):
                    yield path, page, section, part


def test_every_cited_page_and_section_exists() -> None:
    pages = {path.stem: path.read_text() for path in (ROOT / "docs" / "reference").glob("*.md")}
    missing, count = [], 0
    for path, page, section, part in cited_pages():
        count += 1
        text = pages.get(page, "")
        found = re.search(rf"^#+ {section}\.? ", text, re.MULTILINE)
        if part:  # a subsection, or a numbered item of the section
            item = rf"^#+ {section}\.{part} |^## {section}\. [^#]*?^{part}\. "
            found = re.search(item, text, re.MULTILINE)
        if not text or (section and not found):
            missing.append(f"{path.relative_to(ROOT)} cites {page}.md §{section}.{part}")
    assert missing == []
    assert count > 90


def test_the_table_of_sweeps_is_the_schedule() -> None:
    from app.workers.schedule import SCHEDULE

    text = (ROOT / "docs" / "architecture.md").read_text()
    rows = re.findall(r"^\| `([A-Z_]+)` \| (\d+) (s|min|h) \|", text, re.MULTILINE)
    seconds = {"s": 1, "min": 60, "h": 3600}
    documented = {(name, int(number) * seconds[unit]) for name, number, unit in rows}
    scheduled = {(Job(task).name, entry["schedule"]) for task, entry in SCHEDULE.items()}
    assert documented == scheduled


def test_paths_in_prose_are_distinguished_from_other_words() -> None:
    text = "`backend/app` and `services/ledger/posting.py::f`, not `/api/v1`, `a/b`, `won/lost`"
    assert named_paths(text) == {"backend/app", "services/ledger/posting.py"}
    assert exists("services/ledger/{posting,receipts}.py", beside=BACKEND)
    assert exists("backend/app/*.py", beside=BACKEND)
    assert not exists("services/nothing.py", beside=BACKEND)

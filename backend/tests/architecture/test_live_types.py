"""Every type of hint is sent somewhere, and contract, documents and pages know all of them."""

import json
import re
from typing import Any

import pytest

from app.core.after_commit import broadcast
from app.domain.live import LiveType
from tests.architecture.sources import ROOT, sources

TYPES = {kind.value for kind in LiveType}
STALE = ROOT / "frontend" / "src" / "lib" / "live" / "live.ts"
CONTRACT = ROOT / "frontend" / "openapi.json"
PAGE = ROOT / "docs" / "flows" / "live.md"


def test_every_type_of_hint_is_sent() -> None:
    sent = {name for source in sources() for name in source.names_of("LiveType")}
    assert {kind.name for kind in LiveType} - sent == set(), "nobody sends these"


def test_nothing_else_can_be_sent() -> None:
    unknown: Any = "match.exploded"
    with pytest.raises(ValueError, match=r"match\.exploded"):
        broadcast(object(), [1], kind=unknown, topic="match:1", data={})  # type: ignore[arg-type]


def test_the_contract_has_the_same_types() -> None:
    schema = json.loads(CONTRACT.read_text())["components"]["schemas"]["LiveType"]
    assert set(schema["enum"]) == TYPES


def test_the_document_has_the_same_types() -> None:
    (row,) = (line for line in PAGE.read_text().splitlines() if line.startswith("Types: "))
    assert set(re.findall(r"`([a-z]+\.[a-z]+)`", row)) == TYPES


def test_every_page_refreshes_on_every_type_and_on_no_other() -> None:
    table = STALE.read_text().partition("STALE: Record<LiveType")[2].partition("};")[0]
    assert set(re.findall(r'^  "([a-z.]+)": ', table, flags=re.MULTILINE)) == TYPES

"""Every type of hint is sent somewhere, and every page knows what it makes stale."""

from app.domain.live import LiveType
from tests.architecture.sources import ROOT, sources

STALE = ROOT / "frontend" / "src" / "lib" / "live" / "live.ts"


def test_every_type_of_hint_is_sent() -> None:
    sent = {name for source in sources() for name in source.names_of("LiveType")}
    assert {kind.name for kind in LiveType} - sent == set(), "nobody sends these"


def test_every_page_refreshes_on_every_type() -> None:
    text = STALE.read_text()
    assert [kind for kind in LiveType if f'"{kind}": ' not in text] == []

"""Cells that are encrypted: read in their own row only, with a key of the ring."""

import secrets

import pytest

from app.core import encryption, keys
from app.core.keys import Purpose
from app.core.settings import get_settings


def use_keys(monkeypatch: pytest.MonkeyPatch, ring: str) -> None:
    monkeypatch.setenv("KEYS_FACTORS", ring)
    get_settings.cache_clear()


def test_a_value_is_read_in_its_own_cell_only() -> None:
    sealed = encryption.seal(Purpose.FACTORS, b"a secret", cell="t.c|1")
    assert b"a secret" not in sealed
    assert encryption.unseal(Purpose.FACTORS, sealed, cell="t.c|1") == b"a secret"
    assert encryption.unseal(Purpose.FACTORS, sealed, cell="t.c|2") is None
    assert encryption.unseal(Purpose.RECOVERY, sealed, cell="t.c|1") is None
    assert encryption.seal(Purpose.FACTORS, b"a secret", cell="t.c|1") != sealed


def test_every_changed_byte_is_noticed() -> None:
    sealed = encryption.seal(Purpose.FACTORS, b"a secret", cell="t.c|1")
    for at in range(len(sealed)):
        changed = bytes(byte ^ (1 if at == place else 0) for place, byte in enumerate(sealed))
        assert encryption.unseal(Purpose.FACTORS, changed, cell="t.c|1") is None, at


def test_a_new_key_reads_what_the_old_one_wrote_until_that_leaves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old, new = (secrets.token_urlsafe(48) for _ in range(2))
    use_keys(monkeypatch, old)
    sealed = encryption.seal(Purpose.FACTORS, b"a secret", cell="t.c|1")
    use_keys(monkeypatch, f"{new},{old}")
    assert encryption.unseal(Purpose.FACTORS, sealed, cell="t.c|1") == b"a secret"
    assert encryption.is_outdated(Purpose.FACTORS, sealed)
    use_keys(monkeypatch, new)
    assert encryption.unseal(Purpose.FACTORS, sealed, cell="t.c|1") is None
    monkeypatch.undo()
    get_settings.cache_clear()
    assert keys.current(Purpose.FACTORS) != keys.current(Purpose.RECOVERY)

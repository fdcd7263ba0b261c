"""The audit's hash chain: published vectors, and what breaks it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.platform.audit_chain import (
    GENESIS,
    Act,
    BrokenChain,
    Head,
    Stored,
    link,
    text_of,
    verify,
)

FIRST = Act(
    actor="staff:7",
    action="wallet.adjust",
    subject="player:42",
    at=datetime(2026, 11, 29, 10, 0, 0, 1, tzinfo=UTC),
    reason="R-MANUAL-CREDIT",
    approver="staff:9",
    before={"available": 0},
    after={"available": 50000},
    address="203.0.113.9",
)
SECOND = Act(
    actor="staff:9",
    action="user.suspend",
    subject="player:43",
    at=datetime(2026, 11, 29, 10, 0, 0, 2, tzinfo=UTC),
    reason="Ujumbe wa hatari — é",
    before={"state": "active"},
    after={"state": "suspended"},
    address="2001:db8::1",
)
HASHES = (
    "a0388d8fdcebef72c2483c01aa30134d7aab64a46505f345d640b93821e13272",
    "32b68ad05c0c879bc07eb8a59d9a6ba714adc85b55d053582b16a535a83b91b4",
)


def chain(*acts: Act) -> list[Stored]:
    """Return entries as they are stored."""
    stored: list[Stored] = []
    for seq, act in enumerate(acts, start=1):
        text = text_of(act, seq=seq)
        before = stored[-1].hash if stored else GENESIS
        stored.append(Stored(seq, text, link(before, text), act))
    return stored


def test_the_hashes_are_those_of_the_published_vectors() -> None:
    assert [entry.hash.hex() for entry in chain(FIRST, SECOND)] == list(HASHES)
    assert text_of(FIRST, seq=1).startswith('{"action":"wallet.adjust","actor":"staff:7","after"')


def test_a_whole_chain_ends_where_it_was_written_to() -> None:
    entries = chain(FIRST, SECOND)
    assert verify([]) == Head()
    assert verify(entries) == Head(2, bytes.fromhex(HASHES[1]))
    assert verify(entries, known=Head(1, entries[0].hash)).count == 2


def test_more_that_is_known_is_hashed_too() -> None:
    plain, more = chain(FIRST)[0], chain(replace(FIRST, detail={"receipt": "SG632NMUAB"}))[0]
    assert plain.hash != more.hash
    assert '"detail":{"receipt":"SG632NMUAB"}' in more.text


def test_every_kind_of_tampering_is_found() -> None:
    first, second, third = chain(FIRST, SECOND, replace(FIRST, subject="player:44"))
    lie = replace(first.act, after={"available": 9})
    rewritten = text_of(lie, seq=1)
    for entries, fault in (
        ([replace(first, act=lie), second, third], "entry 1 says something else"),
        ([replace(first, act=lie, text=rewritten), second, third], "entry 1 has another hash"),
        (
            [Stored(1, rewritten, link(GENESIS, rewritten), lie), second, third],
            "entry 2 has another hash",
        ),
        ([second, third], "entry 1 is missing"),
        ([first, third], "entry 2 is missing"),
        ([second, first, third], "entry 1 is missing"),
        ([first, first, second], "entry 2 is missing"),
    ):
        with pytest.raises(BrokenChain, match=fault):
            verify(entries)


def test_a_tail_that_was_cut_off_or_written_anew_is_found_by_a_known_end() -> None:
    first, second = chain(FIRST, SECOND)
    known = Head(2, second.hash)
    with pytest.raises(BrokenChain, match="it ends at 1 and had 2"):
        verify([first], known=known)
    with pytest.raises(BrokenChain, match="entry 2 is not the one"):
        verify(chain(FIRST, replace(SECOND, reason="Another.")), known=known)

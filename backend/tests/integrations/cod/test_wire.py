"""Activision's spelling, read with patience: no answer of theirs may crash us."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.cod.records import Identity
from app.integrations.cod import wire
from app.integrations.cod.errors import CodBadPayload, CodError

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["status", "data", "matches", "matchID", "player", "playerStats", "utcStartSeconds"]
            )
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.integers(100, 599), st.binary(max_size=60) | JSON.map(lambda x: json.dumps(x).encode()))
def test_any_answer_is_data_or_a_named_failure(status: int, body: bytes) -> None:
    try:
        data = wire.read(status, body)
    except CodError:
        return
    assert status == 200
    assert data not in (None, {})


@given(JSON)
def test_any_data_is_records_or_a_bad_payload(data: Any) -> None:
    for read in (wire.read_matches, wire.read_full_match):
        try:
            records = read(data, title="mw")
        except CodBadPayload:
            continue
        assert all(record.match_id.isdigit() for record in records)
    for look in (wire.read_ids, wire.read_hits):
        try:
            look(data)
        except CodBadPayload:
            continue


@given(st.lists(JSON, max_size=4), st.lists(JSON, max_size=4))
def test_rows_of_any_shape_are_read_or_left_out(rows: list[Any], players: list[Any]) -> None:
    odd = [{"matchID": "1", "player": p, "playerStats": p, "result": p} for p in players]
    records = wire.read_matches({"matches": [*rows, *odd]}, title="mw")
    assert len(records) >= len(odd)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("18446744073709551615", "18446744073709551615"),
        (18446744073709551615, "18446744073709551615"),
        ("", None),
        ("12a", None),
        ("١٢", None),
        ("1" * 21, None),
        (1.0, None),
        (True, None),
        (None, None),
    ],
)
def test_ids_are_digits_and_never_rounded(value: Any, read: str | None) -> None:
    assert wire.as_id(value) == read


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (6.0, 6),
        (6, 6),
        (None, None),
        ("6", None),
        (float("nan"), None),
        (True, None),
        (1e300, None),
    ],
)
def test_counts_come_as_floats(value: Any, read: int | None) -> None:
    assert wire.as_count(value) == read


@pytest.mark.parametrize(
    ("identity", "path"),
    [
        (Identity(platform="battle", username="A#1"), "platform/battle/gamer/A%231"),
        (Identity(platform="acti", username="A/b c"), "platform/uno/gamer/A%2Fb%20c"),
        (Identity(platform="xbl", username="Ä?"), "platform/xbl/gamer/%C3%84%3F"),
    ],
)
def test_names_are_encoded_whole(identity: Identity, path: str) -> None:
    assert wire.who(identity, uno_lookup="id") == path
    known = Identity(platform="psn", username="x", uno="77")
    assert wire.who(known, uno_lookup="uno", by_id=True) == "platform/uno/uno/77"


@pytest.mark.parametrize(("text", "seconds"), [("60", 60), (None, None), ("soon", None)])
def test_retry_after_is_a_number_or_nothing(text: str | None, seconds: float | None) -> None:
    assert wire.as_seconds(text) == seconds
    assert wire.as_seconds("999999") == 6 * 3600

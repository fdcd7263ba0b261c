"""What waits on disk for the database: whole, bounded, and taken by one of those who look."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from app.core.resilience import disk_queue as spool
from app.core.settings import get_settings

RECORDS = [{"kind": "stk", "body": bytes(range(256)), "source_ip": None}] * 3


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("SPOOL_FOLDER", str(tmp_path / "spool"))
    monkeypatch.setenv("SPOOL_MEGABYTES", "1")
    get_settings.cache_clear()
    yield tmp_path / "spool"
    get_settings.cache_clear()


def test_a_batch_comes_back_as_it_was_and_only_once(folder: Path) -> None:
    spool.put(RECORDS)
    found: list[Any] = []

    assert spool.replay(found.extend) == 1
    assert spool.replay(found.extend) == 0

    assert found == RECORDS
    assert spool.is_empty()
    assert list(folder.iterdir()) == []


def test_batches_come_back_in_their_order(folder: Path) -> None:
    for number in range(5):
        spool.put([{"number": number}])
    found: list[Any] = []

    spool.replay(found.extend)

    assert [record["number"] for record in found] == list(range(5))


def test_while_the_database_is_away_everything_stays(folder: Path) -> None:
    spool.put(RECORDS)

    def away(_: list[dict[str, Any]]) -> None:
        raise psycopg2.OperationalError

    with pytest.raises(psycopg2.OperationalError):
        spool.replay(away)

    assert not spool.is_empty()


def test_of_two_who_look_at_once_one_takes_it(folder: Path) -> None:
    spool.put(RECORDS)
    both = threading.Barrier(2, timeout=5)
    stored: list[int] = []

    def store(records: list[dict[str, Any]]) -> None:
        stored.append(len(records))
        both.wait()  # the other one looks while this one stores

    def look_later(_: int) -> int:
        both.wait()
        return spool.replay(store)

    with ThreadPoolExecutor(2) as two:
        first = two.submit(spool.replay, store)
        second = two.submit(look_later, 0)
        assert first.result() + second.result() == 1

    assert stored == [3]


def test_there_is_an_end_to_the_room(folder: Path) -> None:
    spool.put([{"body": b"x" * 700_000}])

    with pytest.raises(spool.SpoolFull):
        spool.put([{"body": b"x" * 700_000}])

    assert spool.replay(lambda _: None) == 1


@pytest.mark.parametrize("text", [b"", b"{", b'[{"body": "base64:%%%"}]'])
def test_what_cannot_be_read_is_put_aside_and_holds_nobody_up(folder: Path, text: bytes) -> None:
    folder.mkdir()
    (folder / "00-broken.spool").write_bytes(text)
    spool.put(RECORDS)
    found: list[Any] = []

    def store(records: list[dict[str, Any]]) -> None:
        if "kind" not in records[0]:
            raise TypeError
        found.extend(records)

    spool.replay(store)

    assert found == RECORDS
    assert [path.suffix for path in folder.iterdir()] == [".aside"]


def test_a_batch_that_was_not_finished_is_never_read(folder: Path) -> None:
    folder.mkdir()
    (folder / "00-half.part").write_bytes(b'[{"kind": "st')

    assert spool.is_empty()
    assert spool.replay(lambda _: None) == 0

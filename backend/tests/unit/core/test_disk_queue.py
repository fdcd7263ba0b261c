"""The disk queue: whole batches, a bounded size, each stored by one process."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from app.core.resilience import disk_queue
from app.core.settings import get_settings

RECORDS = [{"kind": "stk", "body": bytes(range(256)), "source_ip": None}] * 3


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("SPOOL_FOLDER", str(tmp_path / "spool"))
    monkeypatch.setenv("SPOOL_MEGABYTES", "1")
    get_settings.cache_clear()
    yield tmp_path / "spool"
    get_settings.cache_clear()


def test_a_batch_is_replayed_unchanged_and_only_once(folder: Path) -> None:
    disk_queue.put(RECORDS)
    found: list[Any] = []

    assert disk_queue.replay(found.extend) == 1
    assert disk_queue.replay(found.extend) == 0

    assert found == RECORDS
    assert disk_queue.is_empty()
    assert list(folder.iterdir()) == []


def test_batches_are_replayed_in_order(folder: Path) -> None:
    for number in range(5):
        disk_queue.put([{"number": number}])
    found: list[Any] = []

    disk_queue.replay(found.extend)

    assert [record["number"] for record in found] == list(range(5))


def test_while_the_database_is_away_everything_stays(folder: Path) -> None:
    disk_queue.put(RECORDS)

    def away(_: list[dict[str, Any]]) -> None:
        raise psycopg2.OperationalError

    with pytest.raises(psycopg2.OperationalError):
        disk_queue.replay(away)

    assert not disk_queue.is_empty()


def test_of_two_concurrent_replays_one_stores_a_batch(folder: Path) -> None:
    disk_queue.put(RECORDS)
    both = threading.Barrier(2, timeout=5)
    stored: list[int] = []

    def store(records: list[dict[str, Any]]) -> None:
        stored.append(len(records))
        both.wait()  # the other replays while this one stores

    def replay_later(_: int) -> int:
        both.wait()
        return disk_queue.replay(store)

    with ThreadPoolExecutor(2) as two:
        first = two.submit(disk_queue.replay, store)
        second = two.submit(replay_later, 0)
        assert first.result() + second.result() == 1

    assert stored == [3]


def test_queue_rejects_when_full(folder: Path) -> None:
    disk_queue.put([{"body": b"x" * 700_000}])

    with pytest.raises(disk_queue.QueueFull):
        disk_queue.put([{"body": b"x" * 700_000}])

    assert disk_queue.replay(lambda _: None) == 1


@pytest.mark.parametrize("text", [b"", b"{", b'[{"body": "base64:%%%"}]'])
def test_an_unreadable_batch_is_set_aside_and_blocks_no_other(folder: Path, text: bytes) -> None:
    folder.mkdir()
    (folder / "00-broken.spool").write_bytes(text)
    disk_queue.put(RECORDS)
    found: list[Any] = []

    def store(records: list[dict[str, Any]]) -> None:
        if "kind" not in records[0]:
            raise TypeError
        found.extend(records)

    disk_queue.replay(store)

    assert found == RECORDS
    # An API in this process replays as well: it may have the broken one in its hands.
    give_up_at = time.monotonic() + 5
    while (left := [path.suffix for path in folder.iterdir()]) != [".aside"]:
        assert time.monotonic() < give_up_at, left
        time.sleep(0.05)


def test_an_unfinished_batch_is_never_replayed(folder: Path) -> None:
    folder.mkdir()
    (folder / "00-half.part").write_bytes(b'[{"kind": "st')

    assert disk_queue.is_empty()
    assert disk_queue.replay(lambda _: None) == 0

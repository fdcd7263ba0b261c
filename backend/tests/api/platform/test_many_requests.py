"""One player with 24 requests in flight keeps nobody from their wallet, whatever they lock."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path

import pytest

from tests.api.platform.many_requests import ROWS, Load, Order, Row
from tests.support.arena import Arena, Player

_CONTRACT = Path(__file__).parents[4] / "frontend" / "openapi.json"
_IN_FLIGHT = 24
_REQUESTS = 3 * _IN_FLIGHT
_LOCK_TIMEOUT_SECONDS = 5  # ends a wait in which everybody stands; nothing else takes so long
# What says that a request never came as far as its row.
_NEVER_THERE = {401, 403, 404, 405, 422}


def _writing_operations() -> Iterator[str]:
    paths = json.loads(_CONTRACT.read_text())["paths"]
    for methods in paths.values():
        for method, operation in methods.items():
            if method != "get":
                yield operation["operationId"]


def test_every_operation_that_writes_has_a_row() -> None:
    assert set(ROWS) == set(_writing_operations())


@pytest.fixture(autouse=True)
def _(evidence_folder: Path) -> None:
    """A folder of this test as the store of evidence."""


@pytest.mark.parametrize("row", dict.fromkeys(ROWS.values()))
def test_a_bystander_sees_their_wallet_beside_many_requests(row: Row, arena: Arena) -> None:
    load, bystander = row(arena), arena.player(money=70)
    answers, waits = _flood(load, bystander)
    assert not {status for status in answers if status >= 500}, answers
    assert set(answers) - _NEVER_THERE, answers
    assert max(waits) < _LOCK_TIMEOUT_SECONDS / 2
    assert bystander.wallet() == ("70.00", "0.00")


def _flood(load: Load, bystander: Player) -> tuple[Counter[int], list[float]]:
    """Keep 24 requests in flight; return how they were answered, and the bystander's waits (s)."""
    is_over = threading.Event()

    def send(order: Order) -> int:
        return load.player.http.request(order.method, order.path, **order.options).status_code

    def watch() -> list[float]:
        waits = []
        while not is_over.is_set():
            answer = bystander.http.get("/payments/wallet")
            assert answer.status_code == 200, answer.text
            waits.append(answer.elapsed.total_seconds())
        return waits

    with ThreadPoolExecutor(_IN_FLIGHT + 1) as pool:
        watching = pool.submit(watch)
        try:
            answers = Counter(pool.map(send, islice(cycle(load.orders), _REQUESTS)))
        finally:
            is_over.set()
        return answers, watching.result()

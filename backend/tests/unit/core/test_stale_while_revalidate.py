"""A public page is fetched once for all readers, and served while the database is down."""

import asyncio
import threading

import pytest

from app.core.resilience.stale_while_revalidate import Snapshots


class Source:
    """Where a page comes from: counts the fetches, and can be away."""

    def __init__(self) -> None:
        self.fetches = 0
        self.is_away = False
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def fetch(self, key: str) -> str:
        self.may_go_on.wait(5)
        self.fetches += 1
        if self.is_away:
            raise OSError(key)
        return f"{key} {self.fetches}"


def test_concurrent_requests_share_one_fetch() -> None:
    source = Source()

    async def many() -> list[str]:
        pages = Snapshots(source.fetch, seconds=60)
        return await asyncio.gather(*[pages.get("top") for _ in range(100)])

    assert set(asyncio.run(many())) == {"top 1"}


def test_each_question_has_its_own_answer() -> None:
    source = Source()

    async def two() -> list[str]:
        pages = Snapshots(source.fetch, seconds=60)
        return [await pages.get("week"), await pages.get("month"), await pages.get("week")]

    assert asyncio.run(two()) == ["week 1", "month 2", "week 1"]


def test_a_late_request_does_not_wait_for_the_new_page() -> None:
    source = Source()

    async def late() -> list[str]:
        pages = Snapshots(source.fetch, seconds=0.02)
        seen = [await pages.get("top")]
        await asyncio.sleep(0.04)
        source.may_go_on.clear()
        seen += [await pages.get("top"), await pages.get("top")]
        source.may_go_on.set()
        await asyncio.sleep(0.1)
        return [*seen, await pages.get("top")]

    assert asyncio.run(late()) == ["top 1", "top 1", "top 1", "top 2"]


def test_nobody_is_shown_a_page_from_long_ago() -> None:
    source = Source()

    async def much_later() -> str:
        pages = Snapshots(source.fetch, seconds=0.005)
        await pages.get("top")
        await asyncio.sleep(0.1)
        return await pages.get("top")

    assert asyncio.run(much_later()) == "top 2"


def test_while_the_database_is_away_the_old_page_stands() -> None:
    source = Source()

    async def outage() -> list[str]:
        pages = Snapshots(source.fetch, seconds=0.005)
        seen = [await pages.get("top")]
        source.is_away = True
        for _ in range(3):
            await asyncio.sleep(0.1)
            seen.append(await pages.get("top"))
        source.is_away = False
        await asyncio.sleep(0.1)
        return [*seen, await pages.get("top")]

    assert asyncio.run(outage()) == ["top 1"] * 4 + ["top 5"]


def test_without_any_page_the_first_gets_the_error_and_the_next_may_try() -> None:
    source = Source()
    source.is_away = True

    async def no_page() -> str:
        pages = Snapshots(source.fetch, seconds=60)
        with pytest.raises(OSError, match="top"):
            await pages.get("top")
        source.is_away = False
        return await pages.get("top")

    assert asyncio.run(no_page()) == "top 2"

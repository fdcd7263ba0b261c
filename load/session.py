"""One run: the players arrive, play, are watched, and finish."""

import asyncio
import contextlib
import os
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

from load.behaviour import arrivals
from load.counters import Counters
from load.ledger_check import IN_TWO_MATCHES, LedgerCheck
from load.player import Player
from load.referees import Referees
from load.retrying_client import new_http_client
from load.simulation import Simulation
from load.waiting_times import measure, percentile

_PROGRESS_SECONDS = 15.0
_LAG_SECONDS = 0.1
_FINISH_SECONDS = 240.0
_RECENT = 200  # searches that the figure in the progress lines is taken from


class Session:
    """`players` arrive within the first quarter and play until `minutes` are over."""

    def __init__(
        self, *, players: int, minutes: float, seed: int, ledger_check: LedgerCheck
    ) -> None:
        self.counters = Counters()
        self.wallets: list[dict[str, str]] = []
        self._numbers = range(players)
        self._seconds = minutes * 60
        self._seed = seed
        self._ledger_check = ledger_check

    async def run(self, *, api_url: str, sim_url: str) -> None:
        """Run it from the first arrival to the last match."""
        async with new_http_client(api_url) as api, new_http_client(sim_url) as simulators:
            simulation = Simulation(api, simulators, self.counters, self._seed, api_url, skills={})
            players = [Player(simulation, number) for number in self._numbers]
            watchers = (
                Referees(simulation).run,
                self._watch_matches,
                self._watch_lag,
                self._print_progress,
            )
            watching = [asyncio.create_task(self._guarded(watcher)) for watcher in watchers]
            within = min(120.0, self._seconds / 4)
            times = arrivals(self._seed, len(players), within_seconds=within)
            running = [
                asyncio.create_task(player.run(after_seconds=seconds))
                for player, seconds in zip(players, times, strict=True)
            ]
            await asyncio.wait(running, timeout=self._seconds)
            simulation.closing.set()
            print("  nobody searches for another game; all play to the end", flush=True)
            await self._wait_for_the_last(running)
            for task in watching:
                task.cancel()
            await asyncio.gather(*watching, return_exceptions=True)
            self.wallets = [await player.client.get("/payments/wallet") for player in players]

    async def _wait_for_the_last(self, running: list[asyncio.Task[None]]) -> None:
        done, stuck = await asyncio.wait(running, timeout=_FINISH_SECONDS)
        for task in stuck:
            task.cancel()
        if stuck:
            self.counters.add_violation(f"{len(stuck)} players could not finish")
        await asyncio.gather(*stuck, return_exceptions=True)
        for task in done:
            if (error := task.exception()) is not None:
                self.counters.add_error(f"a player raised {error!r}")

    async def _guarded(self, watcher: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run a watcher; one that raised must not look like one that found nothing."""
        try:
            await watcher()
        except Exception as error:  # noqa: BLE001  # counted, and the run fails by it
            self.counters.add_violation(f"{watcher.__name__} raised {error!r}")

    async def _watch_matches(self) -> None:
        """Query once a second whether any player is in two live matches."""
        while True:
            found = await asyncio.to_thread(self._ledger_check.rows, IN_TWO_MATCHES)
            for user_id, match_ids in found:
                self.counters.add_violation(f"player {user_id} is in the matches {match_ids}")
            self.counters.actions["checks of all live matches"] += 1
            await asyncio.sleep(1)

    async def _watch_lag(self) -> None:
        """Record how late this process itself is: what it adds to each figure."""
        while True:
            began = time.monotonic()
            await asyncio.sleep(_LAG_SECONDS)
            self.counters.lags.append(time.monotonic() - began - _LAG_SECONDS)

    async def _print_progress(self) -> None:
        requests, before = 0, time.monotonic()
        while True:
            await asyncio.sleep(_PROGRESS_SECONDS)
            now, total = time.monotonic(), sum(self.counters.answers.values())
            print(self._progress((total - requests) / (now - before)), flush=True)
            requests, before = total, now

    def _progress(self, rate: float) -> str:
        counters = self.counters
        stages = Counter(counters.stages.values())
        here = ", ".join(f"{number} {stage}" for stage, number in stages.most_common())
        recent = measure(counters.searches[-_RECENT:]).seconds
        found = (
            f"found in {percentile(recent, 50) * 1000:.0f} ms (p95 {percentile(recent, 95):.2f} s)"
            if recent
            else "nobody found yet"
        )
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
        with contextlib.suppress(IndexError):
            found += f" · own lag p95 {percentile(counters.lags[-150:], 95) * 1000:.0f} ms"
        return (
            f"  {time.monotonic() - counters.began_at:4.0f} s: {here}"
            f" · {counters.matches} matches over · {found} · {rate:.0f} requests/s"
            f" · load {load:.1f}"
            f" · {len(counters.errors)} errors, {len(counters.violations)} violations"
        )

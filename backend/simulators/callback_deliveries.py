"""Callbacks to the business: planned, sent, and with the response to each."""

import asyncio
import json
import sqlite3
import ssl

import httpx

from simulators import switches
from simulators.core.clock import Clock
from simulators.core.scheduler import Scheduler
from simulators.core.store import Store
from simulators.fault_injection.outages import Outages
from simulators.fault_injection.random_faults import RandomFaults

RESPONSE_SECONDS = 10.0
MAX_DELAY_SECONDS = 30.0
MAX_REORDER_SECONDS = 3.0
JSON_HEADERS = {"Content-Type": "application/json;charset=UTF-8"}


class Deliveries:
    """Sends each callback once, at its time.

    Like Safaricom we do not retry when the connection fails or the response is an error. Only being
    killed between sending and recording it can repeat one.
    """

    TASK = "deliver"

    def __init__(
        self,
        store: Store,
        clock: Clock,
        scheduler: Scheduler,
        random_faults: RandomFaults,
        outages: Outages,
        *,
        transport: httpx.AsyncBaseTransport | None,
    ) -> None:
        self._random_faults = random_faults
        self._outages = outages
        self._store = store
        self._clock = clock
        self._scheduler = scheduler
        self._transport = transport
        # Building one costs 20 ms, too much for fifty callbacks at once.
        self._tls = ssl.create_default_context()
        self._being_sent: set[int] = set()
        scheduler.register(self.TASK, self._run_due)

    def plan(
        self,
        *,
        kind: str,
        url: str,
        body: str,
        headers: dict[str, str],
        due_at: float,
        prompt_id: int | None = None,
    ) -> int:
        """Plan a delivery and return its id; random faults may drop or repeat it."""
        state = "held" if switches.read(self._store).hold_callbacks else "pending"
        if self._random_faults.happens("callback_drop"):
            state = "dropped"
        ids = [
            self._write(
                kind=kind,
                url=url,
                body=body,
                headers=headers,
                due_at=due_at + self._random_delay(),
                prompt_id=prompt_id,
                state=state,
            )
            for _ in range(2 if self._random_faults.happens("callback_duplicate") else 1)
        ]
        if state == "pending":
            for delivery_id in ids:
                self._schedule(delivery_id)
        return ids[0]

    def drop(
        self, *, kind: str, url: str, body: str, headers: dict[str, str], prompt_id: int | None
    ) -> int:
        """Record a callback that will never be sent, and return its id."""
        return self._write(
            kind=kind,
            url=url,
            body=body,
            headers=headers,
            due_at=self._clock.now(),
            prompt_id=prompt_id,
            state="dropped",
        )

    async def send_if_pending(self, delivery_id: int) -> None:
        """Send one before its time, unless it is held back or lost."""
        row = self.get(delivery_id)
        if row is not None and row["state"] == "pending":
            await self.send(delivery_id)

    def cancel(self, delivery_id: int) -> None:
        """Never send it, unless it is sent by its id."""
        self._set_state(delivery_id, "dropped")

    def held(self, *, kind: str | None) -> list[int]:
        """Return the ids of what is held back, oldest first."""
        rows = self._store.all(
            "SELECT id FROM deliveries WHERE state = 'held' AND (? IS NULL OR kind = ?)"
            " ORDER BY due_at, id",
            kind,
            kind,
        )
        return [row["id"] for row in rows]

    def resume(self) -> None:
        """Send what became due while M-Pesa was down."""
        rows = self._store.all(
            "SELECT id FROM deliveries WHERE state = 'pending' AND due_at <= ? ORDER BY due_at, id",
            self._clock.now(),
        )
        for row in rows:
            self._scheduler.add(self.TASK, due_at=self._clock.now(), delivery_id=row["id"])

    async def send_now(self, delivery_id: int, *, times: int) -> list[tuple[int | None, str]]:
        """Send one now, `times` in parallel; it is not sent again at its own time."""
        row = self.get(delivery_id)
        if row is None:
            return []
        headers = JSON_HEADERS | json.loads(row["headers"])
        was_waiting = row["state"] in {"pending", "held"}
        if was_waiting:
            # Marked first, so that its own time does not come meanwhile.
            self._set_state(delivery_id, "sent")
        posts = (self.post(row["url"], row["body"], headers) for _ in range(times))
        answers = await asyncio.gather(*posts)
        if was_waiting:
            self._record(delivery_id, *answers[-1])
        return list(answers)

    async def ask(
        self, *, kind: str, url: str, body: str, timeout_seconds: float
    ) -> tuple[int | None, str]:
        """Send a question now and return the answer; (None, reason) when there is none in time."""
        delivery_id = self._write(
            kind=kind,
            url=url,
            body=body,
            headers={},
            due_at=self._clock.now(),
            prompt_id=None,
            state="pending",
        )
        status, answer = await self.post(url, body, JSON_HEADERS, timeout_seconds=timeout_seconds)
        self._record(delivery_id, status, answer)
        return status, answer

    async def send(self, delivery_id: int) -> None:
        """Send one now, whatever its state, and record the response."""
        row = self.get(delivery_id)
        if row is None:
            return
        headers = JSON_HEADERS | json.loads(row["headers"])
        self._being_sent.add(delivery_id)
        status, answer = await self.post(row["url"], row["body"], headers)
        self._being_sent.discard(delivery_id)
        self._record(delivery_id, status, answer)

    async def post(
        self,
        url: str,
        body: str,
        headers: dict[str, str],
        *,
        timeout_seconds: float = RESPONSE_SECONDS,
    ) -> tuple[int | None, str]:
        """POST to any URL; return status and text, or (None, reason) without a response."""
        try:
            async with httpx.AsyncClient(
                transport=self._transport,
                verify=self._tls,
                timeout=timeout_seconds,
                trust_env=False,
            ) as client:
                answer = await client.post(url, content=body.encode(), headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return None, f"{type(error).__name__}: {error}"
        return answer.status_code, answer.text[:1000]

    def get(self, delivery_id: int) -> sqlite3.Row | None:
        """Return one delivery, or None."""
        return self._store.one("SELECT * FROM deliveries WHERE id = ?", delivery_id)

    def newest(
        self, *, limit: int, state: str | None = None, kind: str | None = None
    ) -> list[sqlite3.Row]:
        """Return the deliveries, newest first."""
        return self._store.all(
            "SELECT * FROM deliveries WHERE (? IS NULL OR state = ?) AND (? IS NULL OR kind = ?)"
            " ORDER BY id DESC LIMIT ?",
            state,
            state,
            kind,
            kind,
            limit,
        )

    def pending_of(self, prompt_id: int) -> list[int]:
        """Return the ids of what is still to be sent about one payment."""
        rows = self._store.all(
            "SELECT id FROM deliveries WHERE prompt_id = ? AND state = 'pending'", prompt_id
        )
        return [row["id"] for row in rows]

    async def _run_due(self, payload: dict[str, int]) -> None:
        delivery_id = payload["delivery_id"]
        row = self.get(delivery_id)
        if row is None or row["state"] != "pending" or delivery_id in self._being_sent:
            return
        outage = self._outages.current()
        if outage is None or outage.callbacks == "deliver":
            await self.send(delivery_id)
        elif outage.until is not None:
            self._scheduler.add(self.TASK, due_at=outage.until, delivery_id=delivery_id)

    def _schedule(self, delivery_id: int) -> None:
        row = self.get(delivery_id)
        if row is not None:
            self._scheduler.add(self.TASK, due_at=row["due_at"], delivery_id=delivery_id)

    def _random_delay(self) -> float:
        """Return by how many real seconds random faults delay this one."""
        seconds = 0.0
        if self._random_faults.happens("callback_delay"):
            seconds += MAX_DELAY_SECONDS * self._random_faults.fraction("delay")
        if self._random_faults.happens("callback_reorder"):
            seconds += MAX_REORDER_SECONDS * self._random_faults.fraction("reorder")
        return seconds / self._clock.speed

    def _set_state(self, delivery_id: int, state: str) -> None:
        self._store.run("UPDATE deliveries SET state = ? WHERE id = ?", state, delivery_id)

    def _record(self, delivery_id: int, status: int | None, answer: str) -> None:
        self._store.run(
            "UPDATE deliveries SET state = ?, sent_at = ?, answer_status = ?, answer_body = ?"
            " WHERE id = ?",
            "failed" if status is None else "sent",
            self._clock.now(),
            status,
            answer,
            delivery_id,
        )

    def _write(
        self,
        *,
        kind: str,
        url: str,
        body: str,
        headers: dict[str, str],
        due_at: float,
        prompt_id: int | None,
        state: str,
    ) -> int:
        return self._store.run(
            "INSERT INTO deliveries (kind, prompt_id, url, headers, body, state, due_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            kind,
            prompt_id,
            url,
            json.dumps(headers),
            body,
            state,
            due_at,
        )

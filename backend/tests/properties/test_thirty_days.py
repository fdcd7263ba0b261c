"""Thirty days of money under fault injection, after which every cent is explained.

Real HTTP between us and the simulated M-Pesa, real PostgreSQL and Redis; only time is ours, so
that a month takes a minute. The ledger's own timestamps stay real: days are M-Pesa's.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import httpx
import pytest
from redis import Redis
from sqlalchemy import select
from typing_extensions import override

from app.core.clock import NAIROBI, utc_now
from app.core.database import transaction
from app.core.jobs import QUEUES, Job
from app.core.settings import get_settings
from app.domain.errors import Refusal
from app.domain.payments.paybill.account_number import account_code
from app.domain.reconciliation.comparison import day_of, explained_percent
from app.integrations.mpesa import daraja
from app.integrations.sms import get_sms_client
from app.models.deposit import Deposit
from app.models.paybill import PaybillPayment
from app.models.reconciliation import MpesaRow, ReconciliationBreak, ReconciliationRun
from app.models.user import User
from app.models.withdrawal import Withdrawal
from app.services.ledger import posting
from app.services.payments.deposits import requests as deposit_requests
from app.services.payments.withdrawals import requests as withdrawal_requests
from app.services.payments.withdrawals.requests import Proof
from app.services.reconciliation import clearing
from app.workers.schedule import SCHEDULE
from simulators.serving import serving
from simulators.settings import SimSettings

DAYS = 30
SEED = 2026
# Nobody plays here.
_OF_MATCHES = {
    *(Job.PAIR_PLAYERS, Job.SWEEP_TICKETS, Job.SWEEP_MATCHES, Job.SWEEP_EVIDENCE),
    *(Job.SWEEP_LOOKUPS, Job.RATE_MATCHES, Job.BUILD_LEADERBOARDS),
}
ROUNDS = {job: entry["schedule"] for job, entry in SCHEDULE.items() if Job(job) not in _OF_MATCHES}
MINUTE, HOUR = 60, 3_600


class Clock:
    """How far the present of this test is ahead of real time."""

    ahead = timedelta()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Let the app see another time, as a library that moves time would."""
    ours = Clock()

    class Moved(datetime):
        @classmethod
        @override
        def now(cls, tz: Any = None) -> Any:
            return datetime.now(tz) + ours.ahead  # noqa: TID251  # the only source of time

    monkeypatch.setattr("app.core.clock.datetime", Moved)
    return ours


@pytest.fixture
def world() -> Iterator[httpx.Client]:
    """A simulated Daraja and SMS network, by their control API."""
    settings = SimSettings(speed=50, seed=str(SEED))
    with serving(settings) as url, httpx.Client(base_url=url, timeout=30) as control:
        yield control


@pytest.fixture
def _connected(
    world: httpx.Client, api_url: str, database: object, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    url = str(world.base_url).rstrip("/")
    monkeypatch.setenv("MPESA_BASE_URL", f"{url}/daraja")
    monkeypatch.setenv("MPESA_CERTIFICATE", f"{url}/_sim/certificate")
    monkeypatch.setenv("MPESA_CALLBACK_BASE_URL", api_url)
    monkeypatch.setenv("SMS_BASE_URL", f"{url}/sms")
    for cached in (get_settings, daraja, get_sms_client):
        cached.cache_clear()
    yield
    daraja().close()
    get_sms_client().close()
    for cached in (get_settings, daraja, get_sms_client):
        cached.cache_clear()


class Month:
    """A system with a few players, and what happens to their money."""

    def __init__(
        self,
        world: httpx.Client,
        clock: Clock,
        redis: Redis,
        run_jobs: Callable[[str], list[str]],
        players: list[User],
    ) -> None:
        self.world, self.clock, self.redis, self.run_jobs = world, clock, redis, run_jobs
        self.players = players
        self.dice = Random(SEED)
        self.reversed_receipts: list[str] = []
        self.last_runs: dict[str, datetime] = {}

    def pass_time(self, seconds: float) -> None:
        """Let both sides become older, and all that is due be done."""
        self.clock.ahead += timedelta(seconds=seconds)
        self.world.post("/_sim/clock", json={"advance_seconds": seconds}).raise_for_status()
        for _ in range(2):
            self._wait_for_callbacks()
            self._work()

    def _wait_for_callbacks(self) -> None:
        deadline = time.monotonic() + 2
        while time.monotonic() < deadline:
            now = utc_now().isoformat()
            waiting = self.world.get("/_sim/callbacks", params={"state": "pending"}).json()
            if not any(one["due_at"] and one["due_at"][:19] <= now[:19] for one in waiting):
                return
            time.sleep(0.01)

    def _work(self) -> None:
        from app.workers.celery_app import celery_app

        # Turns and failures are remembered for so many real seconds.
        for pattern in ("turn:*", "mpesa:*", "woken:*"):
            for key in self.redis.scan_iter(pattern):
                self.redis.delete(key)
        celery_app.loader.import_default_modules()
        for job, every in ROUNDS.items():
            if every < MINUTE or self._is_due(job, every):
                celery_app.tasks[job]()
        for queue in QUEUES:
            self.run_jobs(queue)

    def _is_due(self, job: str, every: float) -> bool:
        now, last = utc_now(), self.last_runs.get(job)
        if last is not None and (now - last).total_seconds() < every:
            return False
        self.last_runs[job] = now
        return True

    def deposit(self, player: User) -> None:
        amount = Decimal(self.dice.randrange(100, 3_000))
        with transaction() as session:
            deposit_requests.request(
                session, player=session.get_one(User, player.id), amount=amount, now=utc_now()
            )

    def pay(self, player: User) -> None:
        """Pay from the M-Pesa menu; one in five mistypes the number."""
        typed = account_code(player.id) if self.dice.random() > 0.2 else "NOBODY"
        paid = self.world.post(
            "/_sim/c2b",
            json={
                "msisdn": player.phone,
                "amount": self.dice.randrange(50, 2_000),
                "bill_ref": typed,
            },
        ).json()
        if self.dice.random() < 0.2 and paid["receipt"]:
            self.reversed_receipts.append(paid["receipt"])

    def withdraw(self, player: User) -> None:
        with transaction() as session:
            available = posting.balances(session, user_id=player.id).available
        if available < 100:
            return
        amount = Decimal(self.dice.randrange(20, int(available)))
        with transaction() as session:
            mine = session.get_one(User, player.id)
            asked = withdrawal_requests.request(
                session, player=mine, amount=amount, now=utc_now()
            ).id
        self.pass_time(0)
        with transaction() as session:
            mine = session.get_one(User, player.id)
            withdrawal_requests.confirm(
                session,
                player=mine,
                withdrawal_id=asked,
                proof=Proof(self._code(player), credential=None, session_id=0),
                now=utc_now(),
            )

    def _code(self, player: User) -> str:
        inbox = self.world.get(f"/_sim/phones/{player.phone}").json()["sms"]
        texts = [sms["text"] for sms in inbox if "SENDS KES" in sms["text"]]
        found = re.search(r"\b\d{6}\b", texts[0]) if texts else None
        return found.group() if found else "000000"

    def live_a_day(self, number: int) -> None:
        for _ in range(3):
            action = self.dice.choice([self.deposit, self.deposit, self.pay, self.withdraw])
            with suppress(Refusal):  # a limit, or a prompt that is still open
                action(self.dice.choice(self.players))
            for seconds in (0, 20, 2 * MINUTE):
                self.pass_time(seconds)
        if number % 7 == 3:
            self.world.post("/_sim/outage", json={"seconds": 20 * MINUTE}).raise_for_status()
            self.pass_time(5 * MINUTE)
        for receipt in self.reversed_receipts:
            self.world.post("/_sim/reversals", json={"receipt": receipt})
        self.reversed_receipts.clear()
        for minutes in (20, 120):
            self.pass_time(minutes * MINUTE)

    def close_the_day(self, began: datetime) -> None:
        """Let it become three at night after the day of `began`, and the comparison run."""
        next_day = (began + timedelta(days=1)).replace(hour=3, minute=1)
        while (left := (next_day - utc_now()).total_seconds()) > 0:
            self.pass_time(min(left + 1, 9 * HOUR))
        for _ in range(100):
            with transaction() as session:
                running = session.scalars(
                    select(ReconciliationRun.id).where(ReconciliationRun.state == "running")
                ).first()
            if running is None:
                return
            time.sleep(0.05)  # after a failure our client rests for two real seconds
            self.pass_time(30)
        raise AssertionError("a day was not compared in fifty minutes")


@pytest.mark.usefixtures("_connected", "celery", "ledger_balances")
def test_after_thirty_days_with_faults_every_cent_is_explained(
    world: httpx.Client,
    clock: Clock,
    redis: Redis,
    run_jobs: Callable[[str], list[str]],
    new_player: Callable[..., User],
) -> None:
    players = [new_player(phone=f"25471100{number:04d}") for number in range(1, 6)]
    month = Month(world, clock, redis, run_jobs, players)
    daraja().register_paybill()
    daraja().register_pull()
    started = day_of(utc_now())
    world.put("/_sim/chaos", json={"seed": str(SEED)}).raise_for_status()

    for number in range(DAYS):
        began = utc_now().astimezone(NAIROBI)  # late at night, it is over after midnight
        month.live_a_day(number)
        month.close_the_day(began)

    with transaction() as session:
        runs = session.scalars(select(ReconciliationRun).order_by(ReconciliationRun.id)).all()
        breaks = session.scalars(select(ReconciliationBreak.sentence)).all()
        lines = session.scalars(select(MpesaRow)).all()
        claims = clearing.between(
            session, since=datetime(2020, 1, 1, tzinfo=UTC), until=datetime(2100, 1, 1, tzinfo=UTC)
        )
        by_kind = clearing.totals(session)
        waiting = session.scalars(
            select(Withdrawal.state).where(Withdrawal.state.not_in(("paid", "released")))
        ).all()
        happened = {
            table.__tablename__: len(session.scalars(select(table.id)).all())
            for table in (Deposit, PaybillPayment, Withdrawal)
        }
    org = world.get("/_sim/org").json()

    assert list(breaks) == []
    assert [run.state for run in runs] == ["agreed"] * DAYS
    assert [run.day for run in runs] == [started + timedelta(days=day) for day in range(DAYS)]
    assert all(number > 10 for number in happened.values()), happened
    assert [claim.key for claim in claims if not claim.is_met] == []
    assert [line.receipt for line in lines if line.posted_at is None] == []
    assert {by_kind[f"mpesa_clearing_{way}"] for way in ("in", "out")} == {Decimal(0)}
    accounts = org["accounts"]
    at_mpesa = sum((Decimal(str(accounts[name])) for name in accounts), Decimal(0))
    assert -by_kind["mpesa_float"] == at_mpesa
    assert list(waiting) == []
    seen, explained = (
        sum(getattr(run, name) for run in runs) for name in ("cents_seen", "cents_explained")
    )
    assert explained_percent(explained, of=seen) == "100.000"
    assert seen > 1_000_000

"""What Prometheus reads: figures of play, money, jobs and backups, and nobody's data."""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from psycopg2.extensions import connection as Connection  # noqa: N812  # it is a class
from redis import Redis

from app.core.clock import utc_now
from app.core.database import transaction
from app.core.settings import get_settings
from app.core.telemetry.job_figures import BeatMark, JobCounter
from app.domain.payments.inquiries import AccountBalance, BalanceReport
from app.services.payments import inquiries
from app.workers.tasks import maintenance
from devstack import log_canaries
from ops.containers import draw_secrets
from tests.support.arena import Arena


class Metrics:
    """One page, with the value of a metric by its name and labels."""

    def __init__(self, api_url: str) -> None:
        self.text = httpx.get(f"{api_url}/metrics", timeout=30).text
        lines = [line.rsplit(" ", 1) for line in self.text.splitlines() if line[0] != "#"]
        self._values = {name: float(value) for name, value in lines}

    def __getitem__(self, name: str) -> float:
        return self._values[name]

    def __contains__(self, name: str) -> bool:
        return name in self._values


@pytest.fixture
def metrics(api_url: str) -> Callable[[], Metrics]:
    """Call it to read the page as it is now, not as it was some seconds ago."""

    def read() -> Metrics:
        get_settings.cache_clear()
        return Metrics(api_url)

    return read


def test_two_who_wait_for_the_same_are_seen(
    arena: Arena, owner: Connection, metrics: Callable[[], Metrics]
) -> None:
    amina, brian = arena.player(money=200), arena.player(money=200)
    amina.http.put(f"/users/me/blocks/{brian.username}")  # so that nobody pairs them
    for player in (amina, brian):
        player.join(100)
    with owner, owner.cursor() as cursor:
        cursor.execute(
            "UPDATE matchmaking_queue SET created_at = now() - interval '90 s' * (3 - id % 2)"
        )
    page = metrics()
    assert page["wagewars_players_waiting"] == 2
    assert page["wagewars_players_waiting_oldest_seconds"] >= 180
    assert page["wagewars_players_pairable_seconds"] >= 90


def test_a_drifted_ledger_shows_as_soon_as_a_worker_has_looked(
    arena: Arena, owner: Connection, metrics: Callable[[], Metrics]
) -> None:
    player = arena.player(money=500)
    assert "wagewars_ledger_sum_kes" not in metrics(), "before the first look nothing is known"
    maintenance.check_ledger()
    page = metrics()
    assert page["wagewars_ledger_sum_kes"] == page["wagewars_ledger_drifted_accounts"] == 0
    assert page["wagewars_players_money_kes"] == 500
    assert abs(page["wagewars_ledger_checked_timestamp_seconds"] - time.time()) < 60
    code = f"user_wallet:{player.id}"
    drift(owner, code, by=1)
    maintenance.check_ledger()
    assert metrics()["wagewars_ledger_drifted_accounts"] == 1
    drift(owner, code, by=-1)


def drift(owner: Connection, code: str, *, by: int) -> None:
    with owner, owner.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts DISABLE TRIGGER USER")
        cursor.execute("UPDATE accounts SET balance = balance + %s WHERE code = %s", (by, code))
        cursor.execute("ALTER TABLE accounts ENABLE TRIGGER USER")


def test_what_workers_did_and_what_waits_for_them(
    arena: Arena, redis: Redis, celery: None, metrics: Callable[[], Metrics]
) -> None:
    counter = JobCounter()
    for seconds in (0.02, 0.4, 45):
        counter.count("mpesa.send_payout", "success", seconds=seconds, queue="mpesa", waited=0.5)
    counter.write()
    BeatMark().sent()
    arena.player(money=0).post("/payments/deposits", {"amount": 500})
    page = metrics()
    job = '{job="mpesa.send_payout"'
    assert page[f'wagewars_jobs_total{job},outcome="success"}}'] == 3
    assert page[f'wagewars_job_seconds_bucket{job},le="0.05"}}'] == 1
    assert page[f'wagewars_job_seconds_bucket{job},le="0.5"}}'] == 2
    assert page[f'wagewars_job_seconds_bucket{job},le="+Inf"}}'] == 3
    assert page[f"wagewars_job_seconds_sum{job}}}"] == pytest.approx(45.42)
    assert page['wagewars_job_wait_seconds_sum{queue="mpesa"}'] == pytest.approx(1.5)
    assert page['wagewars_jobs_waiting{queue="mpesa"}'] == 1
    assert 0 < page['wagewars_jobs_oldest_seconds{queue="mpesa"}'] < 60
    assert page["wagewars_beat_age_seconds"] < 60


def test_the_float_is_what_mpesa_last_said(
    arena: Arena, celery: None, metrics: Callable[[], Metrics]
) -> None:
    accounts = tuple(
        AccountBalance(name, current=Decimal(amount), available=Decimal(amount))
        for name, amount in (("Working Account", 700), ("Utility Account", 250))
    )
    with transaction() as session:
        question = inquiries.create_balance(session, now=utc_now())
        report = BalanceReport(code="0", accounts=accounts, completed_at=utc_now())
        inquiries.record_balance(session, request_id=question, report=report, now=utc_now())
    page = metrics()
    assert page['wagewars_mpesa_balance_kes{account="Working Account"}'] == 700
    assert page['wagewars_mpesa_balance_kes{account="Utility Account"}'] == 250


def test_backups_have_an_age_once_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arena: Arena, metrics: Callable[[], Metrics]
) -> None:
    monkeypatch.setenv("BACKUP_FOLDER", str(tmp_path))
    assert "wagewars_last_restore_timestamp_seconds" not in metrics()
    moment = utc_now() - timedelta(days=3)
    (tmp_path / "last-restore-drill.json").write_text(json.dumps({"at": moment.isoformat()}))
    (tmp_path / "last-backup.json").write_text('{"at": ')  # being written
    page = metrics()
    assert page["wagewars_last_restore_timestamp_seconds"] == pytest.approx(moment.timestamp())
    assert "wagewars_last_backup_timestamp_seconds" not in page


def test_the_end_of_the_proxys_certificate_is_told_once_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arena: Arena, metrics: Callable[[], Metrics]
) -> None:
    name = "wagewars_certificate_expires_timestamp_seconds"
    assert name not in metrics()
    served = tmp_path / "fullchain.pem"
    monkeypatch.setenv("PROXY_CERTIFICATE", str(served))
    assert metrics()[name] == 0, "a file that is not there is as good as expired"
    draw_secrets.make_certificate(served, tmp_path / "privkey.pem")
    issuer = tmp_path / "issuer.pem"
    draw_secrets.make_certificate(issuer, tmp_path / "key", name="issuer", days=3_650)
    leaf = served.read_bytes()
    served.chmod(0o644)
    served.write_bytes(leaf + issuer.read_bytes())  # as certbot's fullchain.pem
    ends = x509.load_pem_x509_certificate(leaf).not_valid_after_utc
    assert metrics()[name] == ends.timestamp()
    served.write_text("-----BEGIN CERTIFICATE-----\nhalf of")
    assert metrics()[name] == 0


def test_many_who_ask_at_once_are_answered_from_one_reading(arena: Arena, api_url: str) -> None:
    get_settings.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(Metrics, [api_url] * 8))
    assert len({page["wagewars_house_read_seconds"] for page in pages}) == 1


def test_without_redis_the_rest_is_still_shown(
    arena: Arena, monkeypatch: pytest.MonkeyPatch, metrics: Callable[[], Metrics]
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    from app.core.redis import get_redis

    get_redis.cache_clear()
    page = metrics()
    get_redis.cache_clear()
    assert page['wagewars_source_up{source="redis"}'] == 0
    assert page['wagewars_source_up{source="database"}'] == 1
    assert 'wagewars_jobs_waiting{queue="mpesa"}' not in page
    assert page["wagewars_players_waiting"] == 0


def test_nobody_stands_in_a_label(arena: Arena, metrics: Callable[[], Metrics]) -> None:
    player = arena.player(money=500, username="amina")
    player.post("/payments/deposits", {"amount": 500})
    player.get("/users/amina")
    text = metrics().text
    assert list(log_canaries.in_text(text, source="/metrics")) == []
    assert "amina" not in text

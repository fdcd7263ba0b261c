"""The environment that every process of one WageWars gets, and the processes themselves."""

import sys

from devstack import processes, secrets
from devstack.site import ROOT, Site

# What the app and its simulators must both know; not secret, since only the simulators take it.
_SANDBOX = {
    "MPESA_ENVIRONMENT": "simulator",
    "MPESA_CONSUMER_KEY": "wagewars-simulator-key",
    "MPESA_CONSUMER_SECRET": "wagewars-simulator-secret",
    "MPESA_SHORTCODE": "600123",
    "MPESA_PASSKEY": "wagewars-simulator-passkey",
    "MPESA_C2B_TOKEN": "simulator-only-c2b-word-0123456789abcdef",
    "MPESA_PULL_NOMINATED_NUMBER": "254711000000",
    "MPESA_INITIATOR_NAME": "wagewars-api",
    "MPESA_INITIATOR_PASSWORD": "Simulator#2026",
    "SMS_USERNAME": "sandbox",
    "SMS_API_KEY": "wagewars-simulator-sms-key",
    "SMS_SENDER_ID": "WAGEWARS",
    "COD_API_ENABLED": "true",
    "COD_API_KEY": "wagewars-simulator-sso",
    "SIM_COD_UNKNOWN_PLAYERS": "appear",  # whoever plays here is somebody there
}

# A demo has few players, and they may meet again at once.
_FEW_PLAYERS = {"MATCHMAKING_REMATCH_SECONDS": "0", "MATCHMAKING_MEETINGS_A_DAY": "1000"}

_NOT_PASSED_ON = {"PATH", "MIGRATION_DATABASE_URL"}

# The file in which beat remembers when it did what.
SCHEDULE = "celerybeat-schedule"


def of(site: Site, *, database_url: str, redis_url: str) -> dict[str, str]:
    """Return the settings of the app, the simulators and the web; what the caller has set wins.

    `database_url` is the app's login. No process gets the owner's but those that `as_owner` is for.
    """
    drawn = secrets.read(site.data_dir)
    ours = {
        "ENVIRONMENT": "development",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        **{name: drawn[name] for name in ("SECRET_KEY", "RECEIPT_SIGNING_KEY")},
        "PUBLIC_WEB_URL": site.web_url or "http://localhost:3000",
        "API_URL": site.api_url,
        "MPESA_BASE_URL": f"{site.sim_url}/daraja",
        "MPESA_CALLBACK_BASE_URL": site.api_url,
        "MPESA_CERTIFICATE": f"{site.sim_url}/_sim/certificate",
        "SMS_BASE_URL": f"{site.sim_url}/sms",
        "COD_API_BASE_URL": f"{site.sim_url}/cod/api/papi-client",
        "SPOOL_FOLDER": str(site.data_dir / "spool"),
        "EVIDENCE_FOLDER": str(site.data_dir / "evidence"),
        "SIM_DATA": str(site.data_dir / "simulators"),
        **_SANDBOX,
        **_FEW_PLAYERS,
        **{name: str(port) for name, port in site.ports.items()},
    }
    chosen = {name: value for name, value in site.settings.items() if name not in _NOT_PASSED_ON}
    tools = ROOT / "frontend" / "node_modules" / ".bin"  # its node is newer than the machine's
    return {
        **ours,
        **chosen,
        processes.MARK: str(site.data_dir),
        "PATH": f"{tools}:{site.settings.get('PATH', '')}",
        "PYTHONPATH": f"{ROOT / 'backend'}:{ROOT}",
        "PYTHONUNBUFFERED": "1",
    }


def as_owner(env: dict[str, str], owner_url: str) -> dict[str, str]:
    """Return `env` for migrations and for commands that appoint people."""
    return env | {"MIGRATION_DATABASE_URL": owner_url}


def api(site: Site) -> list[str]:
    """Return the command line of the API."""
    return [
        *_uvicorn("app.main:app", site.ports["API_PORT"]),
        *("--ws", "websockets-sansio", "--ws-per-message-deflate", "false", "--no-access-log"),
    ]


def simulators(site: Site) -> list[str]:
    """Return the command line of the simulated strangers."""
    return [*_uvicorn("simulators.main:app", site.ports["SIM_PORT"]), "--no-access-log"]


def worker() -> list[str]:
    """Return the command line of the Celery worker."""
    return [
        *_celery("worker", "--pool", "threads", "--concurrency", "8"),
        *("--without-gossip", "--without-mingle"),
    ]


def beat(site: Site) -> list[str]:
    """Return the command line of Celery's clock."""
    return _celery("beat", "-s", str(site.data_dir / SCHEDULE))


def web() -> list[str]:
    """Return the command line of the web app."""
    return ["node", "frontend/scripts/serve.mjs"]


def migrate() -> list[str]:
    """Return the command line that brings the database's tables up to date."""
    return [sys.executable, "-m", "alembic", "upgrade", "head"]


def seed() -> list[str]:
    """Return the command line that makes sure of the demo cast."""
    return [sys.executable, "-m", "app.seed"]


def register() -> list[str]:
    """Return the command line that tells M-Pesa where our paybill's payments are to be told."""
    return [sys.executable, "-m", "app.cli.register_mpesa", "paybill", "pull"]


def _uvicorn(app: str, port: int) -> list[str]:
    return [sys.executable, "-m", "uvicorn", app, "--host", "127.0.0.1", "--port", str(port)]


def _celery(*arguments: str) -> list[str]:
    app = [sys.executable, "-m", "celery", "-A", "app.workers.celery_app"]
    return [*app, *arguments, "--loglevel", "INFO"]

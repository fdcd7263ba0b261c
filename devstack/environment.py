"""The environment variables and the command lines of the processes of one WageWars."""

import shlex
import sys
from pathlib import Path

from devstack import processes, secrets
from devstack.errors import StackError
from devstack.instances import ROOT, Instance
from devstack.postgres import outbox

# Credentials that the app and its simulators share; not secret: only the simulators accept them.
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
    "SMS_SHORT_CODE": "22333",
    "SMS_HOOK_TOKEN": "simulator-only-sms-word-0123456789abcdef",
    "IDENTITY_API_KEY": "wagewars-simulator-identity-key",
    "IDENTITY_CALLBACK_KEY": "simulator-only-identity-word-0123456789abcdef",
    "COD_API_ENABLED": "true",
    "COD_API_KEY": "wagewars-simulator-sso",
    "SIM_COD_UNKNOWN_PLAYERS": "appear",  # any name is known to it
}

_APP = ROOT / "backend" / "app"

# A demo has few players, who may be paired again at once.
_FEW_PLAYERS = {"MATCHMAKING_REMATCH_SECONDS": "0", "MATCHMAKING_MEETINGS_A_DAY": "1000"}

_DEMO_PLAYERS = "16"
# Where simulated players play, boards fill and cups are paid while somebody watches.
_IMPATIENT = {
    "RATING_BOARD_SECONDS": "15",
    "RATING_BOARD_ALL_SECONDS": "15",
    "TOURNAMENT_FINALISING_SECONDS": "60",
}

_GENERATED = ("SECRET_KEY", "RECEIPT_SIGNING_KEY", "PUSH_VAPID_KEYS")

# No process gets the owner's login but those that `as_owner` is for.
_NOT_PASSED_ON = {"PATH", "MIGRATION_DATABASE_URL"}


def build(instance: Instance, *, database_url: str, redis_url: str) -> dict[str, str]:
    """Return the environment of API, worker, simulators and web; `instance.settings` wins.

    `database_url` is that of the app's login.
    """
    generated = secrets.read(instance.data_dir)
    ours = {
        "ENVIRONMENT": "development",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        **{name: generated[name] for name in _GENERATED},
        "PUBLIC_WEB_URL": instance.web_url or "http://localhost:3000",
        "API_URL": instance.api_url,
        "STAFF_CONSOLE_ORIGIN": instance.api_url.replace("127.0.0.1", "localhost"),
        "MPESA_BASE_URL": f"{instance.sim_url}/daraja",
        "MPESA_CALLBACK_BASE_URL": instance.api_url,
        "MPESA_CERTIFICATE": f"{instance.sim_url}/_sim/certificate",
        "SMS_BASE_URL": f"{instance.sim_url}/sms",
        "IDENTITY_BASE_URL": f"{instance.sim_url}/identity",
        "PUSH_LOCAL_SERVICE": instance.sim_url,
        "COD_API_BASE_URL": f"{instance.sim_url}/cod/api/papi-client",
        "SPOOL_FOLDER": str(instance.data_dir / "spool"),
        "EVIDENCE_FOLDER": str(instance.data_dir / "evidence"),
        "SIM_DATA": str(instance.data_dir / "simulators"),
        **_SANDBOX,
        **_FEW_PLAYERS,
        "DEMO_PLAYERS": _DEMO_PLAYERS,
        **{name: str(port) for name, port in instance.ports.items()},
    }
    given = {name: value for name, value in instance.settings.items() if name not in _NOT_PASSED_ON}
    if given.get("DEMO_PLAYERS") != "0":
        ours |= _IMPATIENT
    tools = ROOT / "frontend" / "node_modules" / ".bin"  # its node is newer than the machine's
    return {
        **ours,
        **given,
        processes.MARK: str(instance.data_dir),
        "PATH": f"{tools}:{instance.settings.get('PATH', '')}",
        "PYTHONPATH": f"{ROOT / 'backend'}:{ROOT}",
        "PYTHONUNBUFFERED": "1",
    }


def as_owner(env: dict[str, str], owner_url: str) -> dict[str, str]:
    """Return `env` for migrations and for commands that appoint people."""
    return env | {"MIGRATION_DATABASE_URL": owner_url}


def is_backed_up(instance: Instance) -> bool:
    """Return whether the embedded database archives its WAL; raises StackError without a key."""
    if not instance.settings.get("BACKUP_FOLDER"):
        return False
    if not instance.settings.get("BACKUP_RECIPIENTS"):
        raise StackError(
            "BACKUP_FOLDER is set, and BACKUP_RECIPIENTS is not: backups are encrypted for its "
            "public keys. Make one with: make backup-key KEY=file"
        )
    return True


def wal_receiver(instance: Instance, backup_url: str) -> tuple[list[str], dict[str, str]]:
    """Return the command line and the environment of who receives and encrypts the WAL."""
    data_dir = instance.data_dir
    argv = [sys.executable, "-m", "ops.backup", "--data", str(data_dir), "receive"]
    return [*argv, "--outbox", str(outbox(data_dir))], {
        "BACKUP_DATABASE_URL": backup_url,
        processes.MARK: str(data_dir),
        "PYTHONPATH": f"{ROOT / 'backend'}:{ROOT}",
        "PYTHONUNBUFFERED": "1",
    }


def api(instance: Instance, *, reload: bool = False) -> list[str]:
    """Return the command line of the API; with `reload` it restarts when `backend/app` changes."""
    return [
        *_uvicorn("app.main:app", instance.ports["API_PORT"]),
        *("--ws", "websockets-sansio", "--ws-per-message-deflate", "false", "--no-access-log"),
        *("--ws-max-size", "4096"),  # bytes; our app's longest message has a hundred
        # When thousands of sockets end at once, uvicorn may wait for one of them for ever.
        *("--timeout-graceful-shutdown", "8"),
        *(("--reload", "--reload-dir", str(_APP)) if reload else ()),
    ]


def simulators(instance: Instance) -> list[str]:
    """Return the command line of the simulated providers."""
    return [*_uvicorn("simulators.main:app", instance.ports["SIM_PORT"]), "--no-access-log"]


def worker(*, reload: bool = False) -> list[str]:
    """Return the command line of the Celery worker; with `reload` it restarts on changes."""
    argv = [
        *_celery("worker", "--pool", "threads", "--concurrency", "8"),
        *("--without-gossip", "--without-mingle"),
    ]
    return restarting(argv, _APP) if reload else argv


def beat(*, reload: bool = False) -> list[str]:
    """Return the command line of Celery beat; with `reload` it restarts when `workers` changes."""
    argv = _celery("beat")
    return restarting(argv, _APP / "workers") if reload else argv


def web(*, reload: bool = False) -> list[str]:
    """Return the command line of the web app: as built, or with `reload` by `next dev`."""
    return ["node", "frontend/scripts/serve.mjs", *(["--dev"] if reload else [])]


def migrate() -> list[str]:
    """Return the command line that migrates the database."""
    return [sys.executable, "-m", "alembic", "upgrade", "head"]


def seed() -> list[str]:
    """Return the command line that creates the demo accounts that are missing."""
    return [sys.executable, "-m", "app.seed"]


def demo_players() -> list[str]:
    """Return the command line of the simulated players."""
    return [sys.executable, "-m", "demo_players"]


def register() -> list[str]:
    """Return the command line that registers our callback addresses with M-Pesa."""
    return [sys.executable, "-m", "app.cli.register_mpesa", "paybill", "pull"]


def _uvicorn(app: str, port: int) -> list[str]:
    return [sys.executable, "-m", "uvicorn", app, "--host", "127.0.0.1", "--port", str(port)]


def restarting(argv: list[str], folder: Path) -> list[str]:
    """Wrap a command: restarted by SIGINT, within 10 s, when Python files of `folder` change."""
    watch = [sys.executable, "-m", "watchfiles", "--target-type", "command"]
    watch += ["--filter", "python", "--sigint-timeout", "10"]
    return [*watch, shlex.join(argv), str(folder)]


def _celery(*arguments: str) -> list[str]:
    # Quiet: without its banner every line that it writes is one of the log.
    app = [sys.executable, "-m", "celery", "--quiet", "-A", "app.workers.celery_app"]
    return [*app, *arguments, "--loglevel", "INFO"]

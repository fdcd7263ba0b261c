"""Say what is weak, missing, wrong or about to expire.

`make doctor`, or on a server `python -m app.cli.doctor`. It prints no secret, changes nothing, and
ends with 1 if something is wrong.

Outside production, settings that only production refuses are listed as weak.
"""

import platform
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from shutil import disk_usage

from pydantic import ValidationError
from pydantic_settings import SettingsError

from app.cli.doctor_audit import of_audit
from app.cli.doctor_findings import Finding, State
from app.cli.doctor_servers import of_postgresql, of_redis
from app.core.certificates import end_of, read_certificate
from app.core.clock import utc_now
from app.core.settings import Settings, get_settings
from app.domain.payments.mpesa.operator_password import last_day, needs_change

_CERTIFICATE_NOTICE = timedelta(days=30)
_MIN_FREE_BYTES = 1024**3


def main() -> int:
    """Print all findings; return 1 if one of them is wrong."""
    findings = list(examine())
    for one in findings:
        sys.stdout.write(f"{one.state.value:6} {one.about:12} {one.sentence}\n")
    wrong = sum(one.state is State.WRONG for one in findings)
    sys.stdout.write(f"{wrong} wrong of {len(findings)}\n")
    return 1 if wrong else 0


def examine() -> Iterator[Finding]:
    """Yield what was found: settings first, then servers; without settings nothing else."""
    yield Finding(State.OK, "versions", f"Python {platform.python_version()}")
    try:
        settings = get_settings()
    except (ValidationError, SettingsError) as error:
        yield from (Finding(State.WRONG, "settings", said) for said in _sentences(error))
        return
    yield from _of_settings(settings)
    yield from _of_expiry(settings, now=utc_now())
    yield from _of_spool(Path(settings.spool_folder))
    yield from of_postgresql(settings.database_url)
    yield from of_redis()
    yield from of_audit()


def _sentences(error: ValidationError | SettingsError) -> Iterable[str]:
    if isinstance(error, SettingsError):
        return [str(error)]
    return [
        part
        for one in error.errors(include_input=False, include_url=False)
        for part in _parts([str(name) for name in one["loc"]], one["msg"])
    ]


def _parts(place: list[str], message: str) -> list[str]:
    where = f"{'.'.join(place)}: " if place else ""
    return [f"{where}{part}" for part in message.removeprefix("Value error, ").split("; ")]


def _of_settings(settings: Settings) -> Iterator[Finding]:
    flaws = settings.flaws()
    yield Finding(State.OK, "settings", f"they are complete, for {settings.environment}")
    for flaw in flaws:  # production has none: it would not have its settings
        yield Finding(State.WEAK, "settings", f"production needs {flaw}")


def _of_expiry(settings: Settings, *, now: datetime) -> Iterator[Finding]:
    set_on = settings.mpesa.initiator_password_set_on
    if set_on is not None:
        yield _until(
            "password",
            "M-Pesa's initiator password",
            last_day(set_on),
            now.date(),
            is_soon=needs_change(set_on, today=now.date()),
        )
    if settings.mpesa.certificate and not settings.mpesa.certificate_is_an_address:
        ends = end_of(read_certificate(settings.mpesa.certificate))
        yield _until(
            "certificate",
            "M-Pesa's certificate",
            ends.date(),
            now.date(),
            is_soon=ends - now < _CERTIFICATE_NOTICE,
        )


def _until(about: str, what: str, ends: date, today: date, *, is_soon: bool) -> Finding:
    if ends < today:
        return Finding(State.WRONG, about, f"{what} ended on {ends}")
    return Finding(State.SOON if is_soon else State.OK, about, f"{what} is good until {ends}")


def _of_spool(folder: Path) -> Iterator[Finding]:
    existing = next(path for path in (folder.resolve(), *folder.resolve().parents) if path.exists())
    free = disk_usage(existing).free
    state = State.OK if free >= _MIN_FREE_BYTES else State.WRONG
    yield Finding(state, "spool", f"{free // 1024**2} MB are free on the disk of SPOOL_FOLDER")
    aside = len(list(folder.glob("*.aside")))
    if aside:
        said = f"{aside} files in SPOOL_FOLDER could not be stored: see docs/operations.md"
        yield Finding(State.WRONG, "spool", said)


if __name__ == "__main__":
    sys.exit(main())

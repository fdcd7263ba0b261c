"""Draw the secrets of one installation as files named after their settings (`make secrets`).

What is there stays as it is. The app reads a setting from `/run/secrets/<name>`; compose hands each
service only those that it needs. The folder is for its owner alone; the files in it can be read by
all, for a container's account has another number than the owner.

Needs the package cryptography. Our image has it, and docs/deploy/compose.md runs it there.
"""

import argparse
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_DRAWN: dict[str, Callable[[], str]] = {
    "secret_key": lambda: secrets.token_urlsafe(48),
    "receipt_signing_key": lambda: secrets.token_hex(32),
    "push_vapid_keys": lambda: secrets.token_urlsafe(32),
    "metrics_token": lambda: secrets.token_hex(32),
    "mpesa_c2b_token": lambda: secrets.token_hex(32),
    "sms_hook_token": lambda: secrets.token_hex(32),
    "postgres_password": lambda: secrets.token_hex(24),
    "owner_password": lambda: secrets.token_hex(24),
    "app_password": lambda: secrets.token_hex(24),
    "backup_password": lambda: secrets.token_hex(24),
    "redis_password": lambda: secrets.token_hex(24),
}
# From Safaricom, the SMS network, and whoever is to hear of alerts; nobody can draw them.
GIVEN = (
    *("mpesa_consumer_key", "mpesa_consumer_secret", "mpesa_passkey"),
    *("mpesa_initiator_password", "mpesa_certificate", "sms_api_key"),
    *("alert_pager_url", "alert_tickets_url"),
)
_POOLED = (
    "postgresql://wagewars_service:{app}@pgbouncer:6432/wagewars"
    "?sslmode=verify-full&sslrootcert=/run/secrets/pgbouncer_crt"
)
_DIRECT = "postgresql://wagewars_service:{app}@postgres:5432/wagewars"
_OWNER = "postgresql://wagewars:{owner}@postgres:5432/wagewars"
_BACKUP = "postgresql://wagewars_backup:{backup}@postgres:5432/wagewars"
_REDIS = "redis://:{redis}@redis:6379/0"
_DAYS = 825


def draw(folder: Path, *, demo: bool = False) -> list[str]:
    """Write what is missing into `folder`; return the names of what only people can add.

    With `demo` there is no PgBouncer, the proxy gets a certificate for localhost, and every account
    of the containers may enter the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755 if demo else 0o700)
    for name, new in _DRAWN.items():
        _write(folder / name, new)
    names = ("owner", "app", "backup", "redis")
    password = {name: (folder / f"{name}_password").read_text().strip() for name in names}
    _write(folder / "database_url", lambda: (_DIRECT if demo else _POOLED).format(**password))
    _write(folder / "migration_database_url", lambda: _OWNER.format(**password))
    _write(folder / "backup_database_url", lambda: _BACKUP.format(**password))
    _write(folder / "redis_url", lambda: _REDIS.format(**password))
    if demo:
        make_certificate(folder / "tls" / "fullchain.pem", folder / "tls" / "privkey.pem")
        return []
    make_certificate(folder / "pgbouncer_crt", folder / "pgbouncer_key", name="pgbouncer")
    return [name for name in GIVEN if not (folder / name).exists()]


def make_certificate(
    certificate: Path, key: Path, *, name: str = "localhost", days: int = _DAYS
) -> None:
    """Write a certificate for `name` that signs itself, unless there is one."""
    if certificate.exists():
        return
    certificate.parent.mkdir(exist_ok=True)
    private = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(private, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    text = private.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain).decode()
    _write(key, lambda: text)
    _write(certificate, lambda: signed.public_bytes(pem).decode())


def _write(path: Path, text: Callable[[], str]) -> None:
    if not path.exists():
        path.write_text(text())
        path.chmod(0o444)


def main() -> None:
    """Draw from the command line, and say what is missing."""
    parser = argparse.ArgumentParser(prog="make secrets", description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("secrets"))
    parser.add_argument("--demo", action="store_true", help="for docker-compose.yml")
    options = parser.parse_args()
    missing = draw(options.folder, demo=options.demo)
    print(f"{options.folder}: all that can be drawn is there.")
    for name in missing:
        print(f"  to be added by you: {options.folder / name}")


if __name__ == "__main__":
    main()

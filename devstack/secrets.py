"""The secrets of one data folder: generated once, readable by their owner only."""

import json
import os
import secrets
from pathlib import Path

_FILE = "secrets.json"
_NAMES = (
    "SECRET_KEY",
    "RECEIPT_SIGNING_KEY",
    "POSTGRES_PASSWORD",
    "POSTGRES_APP_PASSWORD",
    "REDIS_PASSWORD",
    "PUSH_VAPID_KEYS",
)


def read(data_dir: Path) -> dict[str, str]:
    """Return this data folder's secrets by name, generating those that are missing."""
    path = data_dir / _FILE
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = [name for name in _NAMES if name not in known]
    if missing:
        known |= {name: _draw(name) for name in missing}
        write_private(path, json.dumps(known, indent=2) + "\n")
    return known


def _draw(name: str) -> str:
    """Return a new secret: 32 bytes, in the letters that its reader expects."""
    is_base64 = name == "PUSH_VAPID_KEYS"
    return secrets.token_urlsafe(32) if is_base64 else secrets.token_hex(32)


def write_private(path: Path, text: str) -> None:
    """Replace `path` by `text` in one step, readable by its owner only."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    fresh.replace(path)

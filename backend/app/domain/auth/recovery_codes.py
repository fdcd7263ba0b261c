"""Recovery codes: what signs staff in when their authenticator is gone, each once.

Sixteen letters of base32 are 80 bits. Blanks, hyphens and case do not count when one is typed.
"""

import base64
import re
import secrets

HOW_MANY = 10
_BYTES = 10
_WRITTEN = re.compile(r"[A-Z2-7]{16}")


def new_code() -> str:
    """Return a code as it is shown: four groups of four letters."""
    letters = base64.b32encode(secrets.token_bytes(_BYTES)).decode()
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def read(typed: str) -> str | None:
    """Return the sixteen letters of a typed code; None if it cannot be one."""
    letters = typed.replace(" ", "").replace("-", "").upper()
    return letters if _WRITTEN.fullmatch(letters) else None

"""Removes what belongs to players from text that leaves the house: reports of errors, traces.

Wider than `logging.redact`: a report goes to another company. `devstack/log_canaries.py` looks for
the same things in our own logs.
"""

import re
from typing import Any

from app.core.logging import redact

_PERSONAL = re.compile(
    "|".join(
        (
            r"(?<!\w)(?:\+?254|0)[17]\d{8}(?!\w)",  # a phone number
            r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*",  # an e-mail address
            r"\$2[aby]\$\d\d\$[./\w]{20,}",  # a password's hash
            r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}(?:\.[\w-]+)?",  # an access token
            r"(?i:refresh)=[\w-]{20,}",
            r"(?i:\bcode)(?: is|\W{1,4}) ?\d{4,8}\b",
            r"/hooks/[\w/-]{12,}",  # the secret path of a callback
            r"\bKey \([\w, ]+\)=\(.*?\)(?= |$)",  # a refused row's values
            r"Failing row contains.*",
        )
    )
)


def scrub(text: str) -> str:
    """Return `text` without phones, addresses, hashes, tokens, codes and rows' values."""
    return _PERSONAL.sub("***", redact(text))


def scrub_all(value: Any) -> Any:
    """Return JSON-like `value` with every text in it scrubbed."""
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, dict):
        return {scrub_all(key): scrub_all(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [scrub_all(one) for one in value]
    return value

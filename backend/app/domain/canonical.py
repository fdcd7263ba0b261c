"""One spelling for one JSON value, so that a signature over it can be checked anywhere.

Keys sorted by code point, no spaces, UTF-8, no numbers but integers: for such values this is what
RFC 8785 (JCS) says. Money is a string, a moment is a string in UTC.
"""

import json
from typing import Any


def canonical(value: Any) -> bytes:
    """Spell `value` in its one way; raises TypeError for what has more than one, such as 1.5."""
    _refuse_vague(value)
    spelled = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return spelled.encode()


def _refuse_vague(value: Any) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError("keys are strings")
            _refuse_vague(inner)
    elif isinstance(value, list):
        for inner in value:
            _refuse_vague(inner)
    elif not isinstance(value, str | int | None):
        raise TypeError(f"{type(value).__name__} has no canonical spelling here")

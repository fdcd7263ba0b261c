"""Canonical JSON by RFC 8785 (JCS), so that a signature over it can be checked anywhere.

Numbers are integers only: money is a string, a moment is a string in UTC. So each value has one
spelling in any language's JSON library, not only in those that format doubles as RFC 8785 asks.
"""

from typing import Any

import rfc8785


def canonical(value: Any) -> bytes:
    """Return the canonical JSON of `value`; raises TypeError for a float or what is not JSON.

    Raises rfc8785.IntegerDomainError for integers beyond 2**53 - 1.
    """
    _refuse_floats(value)
    return rfc8785.dumps(value)


def _refuse_floats(value: Any) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError("keys are strings")
            _refuse_floats(inner)
    elif isinstance(value, list):
        for inner in value:
            _refuse_floats(inner)
    elif not isinstance(value, str | int | None):
        raise TypeError(f"{type(value).__name__} has no canonical form here")

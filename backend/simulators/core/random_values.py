"""Random values: secret where an id must never repeat, seeded where noise must."""

import random
import secrets
import string


def digits(count: int) -> str:
    """Return that many random decimal digits."""
    return "".join(secrets.choice(string.digits) for _ in range(count))


def upper_alphanumerics(count: int) -> str:
    """Return that many random capitals and digits."""
    return "".join(secrets.choice(string.ascii_uppercase + string.digits) for _ in range(count))


def alphanumerics(count: int) -> str:
    """Return that many random letters and digits."""
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(count))


def seeded_fraction(*seed: str | int) -> float:
    """Return a number in [0, 1) that is always the same for the same seed."""
    text = ":".join(str(part) for part in seed)
    return random.Random(text).random()  # noqa: S311 (noise, not a secret)


def seeded_order(items: list[int], seed: str) -> list[int]:
    """Return the items in an order that is always the same for the same seed."""
    return random.Random(seed).sample(items, len(items))  # noqa: S311 (order, not a secret)

"""The account number that a player types to pay from the M-Pesa menu, for instance U0001Z.

`U`, the player's number in Crockford's base 32 (no I, L, O and U), and a check letter. The check is
a sum over the field of 32 elements with a weight of its own for each place: it finds every wrong
letter and every two neighbours that changed places, so a slip never pays another player.
"""

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
FEWEST_LETTERS = 4
_MOST_LETTERS = 13  # an id of 63 bits
_START = "U"
_BITS = 5
_FIELD = 0b100101  # x^5 + x^2 + 1, whose root x runs through all 31 elements but zero
_VALUES = {letter: value for value, letter in enumerate(LETTERS)} | {"O": 0, "I": 1, "L": 1}
_LEFT_OUT = frozenset(" -\u2010\u2011\u2012\u2013\u2014_.")


def account_code(user_id: int) -> str:
    """Return the account number of a player; the same for ever."""
    values: list[int] = []
    rest = user_id
    while rest or len(values) < FEWEST_LETTERS:
        values.insert(0, rest % len(LETTERS))
        rest //= len(LETTERS)
    return _START + "".join(LETTERS[value] for value in [*values, _check(values)])


def read_account_code(typed: str) -> int | None:
    """Return whose account number was typed, or None if it is no account number.

    Forgives case, spaces, dashes, O for 0, and I or L for 1: all that a small screen does to it.
    """
    code = "".join(letter for letter in typed.upper() if letter not in _LEFT_OUT)
    values = [_VALUES.get(letter, -1) for letter in code[1:]]
    *number, check = values or [-1]
    if not code.startswith(_START) or -1 in values:
        return None
    if not FEWEST_LETTERS <= len(number) <= _MOST_LETTERS or check != _check(number):
        return None
    has_idle_zero = len(number) > FEWEST_LETTERS and number[0] == 0
    user_id = sum(value << _BITS * place for place, value in enumerate(reversed(number)))
    return None if has_idle_zero or not 0 < user_id < 2**63 else user_id


def _check(values: list[int]) -> int:
    """Multiply each value by a power of x, by Horner; the length is one of the values."""
    total = len(values)
    for value in values:
        total = _times_x(total) ^ value
    return _times_x(total)


def _times_x(value: int) -> int:
    value <<= 1
    return value ^ _FIELD if value & len(LETTERS) else value

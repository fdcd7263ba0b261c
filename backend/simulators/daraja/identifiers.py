"""Ids in the shapes that M-Pesa gives them."""

import secrets

from simulators.core import random_values
from simulators.core.clock import in_nairobi

FIRST_RECEIPT_YEAR = 2019
DAY_MARKS = "0123456789ABCDEFGHIJKLMNOPQRSTUV"


def merchant_request_id() -> str:
    """Return an id such as 2654-4b64-97ff-b827b542881d3130."""
    groups = (secrets.token_hex(2), secrets.token_hex(2), secrets.token_hex(2))
    return "-".join(groups) + "-" + secrets.token_hex(6) + random_values.digits(4)


def checkout_request_id(msisdn: str, *, moment: float, serial: int) -> str:
    """Return ws_CO_ + DDMMYYYYHHmmss in Nairobi + three digits + the nine national digits.

    The digits count: drawn by chance, two prompts of a second would share one now and then.
    """
    return f"ws_CO_{in_nairobi(moment):%d%m%Y%H%M%S}{serial % 1000:03}{msisdn[-9:]}"


def request_id() -> str:
    """Return the id of a refused request."""
    return merchant_request_id()


def receipt(moment: float) -> str:
    """Return ten characters whose first three tell year, month and day (U…, L…, …)."""
    when = in_nairobi(moment)
    year = chr(ord("N") + when.year - FIRST_RECEIPT_YEAR)
    month = chr(ord("A") + when.month - 1)
    return year + month + DAY_MARKS[when.day] + random_values.upper_alphanumerics(7)


def conversation_id(moment: float) -> str:
    """Return AG_, the day in Nairobi and twenty hex digits."""
    return f"AG_{in_nairobi(moment):%Y%m%d}_{secrets.token_hex(10)}"


def generic_transaction_id(moment: float) -> str:
    """Return the id that all failed results of a day may share, such as SKE0000000."""
    return receipt(moment)[:3] + "0000000"


def access_token() -> str:
    """Return 28 characters, as long as the real ones are in practice."""
    return random_values.alphanumerics(28)

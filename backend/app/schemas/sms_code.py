"""The six digits of an SMS, as a player types or pastes them."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from app.schemas.text import pasted


def _six_digits(typed: str) -> str:
    return typed[:3] + typed[-3:]


SmsCode = Annotated[
    str,
    StringConstraints(pattern=pasted(r"[0-9]{3}[ \u00a0-]?[0-9]{3}")),
    AfterValidator(_six_digits),
]
"""`936023`, `936 023` or `936-023`; the validated value has digits only."""

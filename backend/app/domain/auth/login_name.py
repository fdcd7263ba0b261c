"""What a player may type to say who he is: username, e-mail address or phone in any spelling."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain import phone


class NameKind(StrEnum):
    """Which of the three it is."""

    USERNAME = "username"
    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True)
class LoginName:
    """A name in the one spelling that we look it up by."""

    kind: NameKind
    value: str


def read(typed: str) -> LoginName:
    """Tell what was typed; one person's username can never be another's phone or e-mail.

    Usernames hold no `@`, and `is_phone_like` keeps phone numbers out of them.
    """
    name = typed.strip()
    if "@" in name:
        return LoginName(NameKind.EMAIL, name.lower())
    msisdn = phone.normalise(name)
    if msisdn is not None:
        return LoginName(NameKind.PHONE, msisdn)
    return LoginName(NameKind.USERNAME, name.lower())


def is_phone_like(username: str) -> bool:
    """Say whether a username would be taken for somebody's phone number at the door."""
    return phone.normalise(username) is not None

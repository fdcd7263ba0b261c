"""Parse a login name: username, e-mail address, or phone in any spelling."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain import phone
from app.domain.auth import emails


class NameKind(StrEnum):
    """The kinds of login names."""

    USERNAME = "username"
    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True)
class LoginName:
    """A name in the spelling that is stored."""

    kind: NameKind
    value: str


def read(typed: str) -> LoginName:
    """Return the kind and value of a name; no username can be another's phone or e-mail.

    Usernames hold no `@`, and `is_phone_like` keeps phone numbers out of them.
    """
    name = typed.strip()
    if "@" in name:
        return LoginName(NameKind.EMAIL, emails.normalise(name) or name.lower())
    msisdn = phone.normalise(name)
    if msisdn is not None:
        return LoginName(NameKind.PHONE, msisdn)
    return LoginName(NameKind.USERNAME, name.lower())


def is_phone_like(username: str) -> bool:
    """Return whether a username would be parsed as a phone number."""
    return phone.normalise(username) is not None

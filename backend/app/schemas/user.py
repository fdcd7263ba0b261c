"""Accounts on the wire: registering, signing in, profiles."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field, Secret, SecretStr, StringConstraints

from app.domain.language import Language
from app.domain.privacy.consent import PUBLIC_NAME_VERSION, TERMS_VERSION, Subject
from app.schemas.base import Inbound, MomentOut, MoneyOut, Outbound, example
from app.schemas.names import GameName, Username
from app.schemas.sms_code import SmsCode
from app.schemas.text import LINE, PROSE, Prose, pasted

# Enough to catch a typo; only a message to the address could prove more.
Email = Annotated[
    str, StringConstraints(max_length=100, pattern=pasted(r"[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+"))
]
# Taken as it was typed: a blank at either end belongs to it.
Password = Secret[
    Annotated[str, StringConstraints(strip_whitespace=False, min_length=10, max_length=128)]
]
# One that was chosen before, perhaps under other rules.
OldPassword = Secret[Annotated[str, StringConstraints(strip_whitespace=False, max_length=128)]]
LoginText = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=LINE)]


TextVersion = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", max_length=10)]


class LoginForm(BaseModel):
    """OAuth2's password form; what else its clients send (client_id, …) is of no use to us."""

    model_config = example(
        grant_type="password",
        username="amina",
        password="a long sentence of mine",  # noqa: S106  # an example
    )

    username: Annotated[LoginText, Field(description="username, e-mail or phone")]
    password: Annotated[SecretStr, Field(max_length=128)]
    code: Annotated[
        Secret[Annotated[str, StringConstraints(max_length=40, pattern=PROSE)]] | None,
        Field(description="of staff: six digits of their authenticator, or a recovery code"),
    ] = None
    grant_type: Literal["password"] | None = None
    scope: Annotated[str, StringConstraints(max_length=100, pattern=PROSE)] = ""


class Registration(Inbound):
    """A new account; one Kenyan phone number makes one account, and players are 18 or older."""

    model_config = example(
        username="amina",
        email="amina@example.com",
        phone="0712 345 678",
        password="a long sentence of mine",  # noqa: S106  # an example
        date_of_birth="1998-04-30",
        cod_username="NairobiAce#2741",
        terms_version=TERMS_VERSION,
    )

    username: Username
    email: Email
    phone: Annotated[Prose, Field(max_length=25, examples=["0712 345 678"])]
    password: Password
    date_of_birth: date
    cod_username: GameName | None = None
    # Registering accepts the terms. The web app says which ones it showed; other clients may not.
    terms_version: Annotated[
        TextVersion, Field(description="the terms that were shown; the present ones unless given")
    ] = TERMS_VERSION


class ConsentChange(Inbound):
    """A consent to the text of a version, or that it is taken back."""

    model_config = example(subject="public_name", version=PUBLIC_NAME_VERSION, given=True)

    subject: Subject
    version: TextVersion
    given: bool = True


class ConsentLine(Outbound):
    """The newest consent about one subject; the rest is null before the first."""

    subject: Subject
    current_version: str
    version: str | None
    given: bool
    at: MomentOut | None


class ConsentsOut(Outbound):
    """What the player agreed to; `shown_as` is what everybody sees beside their results."""

    items: list[ConsentLine]
    shown_as: str


class PhoneCode(Inbound):
    """The six digits from the SMS."""

    model_config = example(code="936023")

    code: SmsCode


class ForgottenPassword(Inbound):
    """Who forgot it: username, e-mail or phone."""

    model_config = example(identifier="amina")

    identifier: LoginText


class PasswordReset(ForgottenPassword):
    """A new password, allowed by the six digits from the SMS."""

    model_config = example(
        identifier="amina",
        code="936023",
        new_password="another long sentence",  # noqa: S106  # an example
    )

    code: SmsCode
    new_password: Password


class PasswordChange(Inbound):
    """A new password, allowed by the one that is in use."""

    model_config = example(
        current_password="a long sentence of mine",  # noqa: S106  # an example
        new_password="another long sentence of mine",  # noqa: S106  # an example
    )

    current_password: OldPassword
    new_password: Password


class PhoneChange(Inbound):
    """A new number; the password is asked for once the phone is verified."""

    model_config = example(
        phone="0712 345 678",
        password="a long sentence of mine",  # noqa: S106  # an example
    )

    phone: Annotated[Prose, Field(max_length=25, examples=["0712 345 678"])]
    password: OldPassword | None = None


class EmailChange(Inbound):
    """Another address to sign in with, allowed by the password."""

    model_config = example(
        email="amina@example.com",
        password="a long sentence of mine",  # noqa: S106  # an example
    )

    email: Email
    password: OldPassword


class ProfileChange(Inbound):
    """What a player may change about themselves."""

    model_config = example(cod_username="NairobiAce#2741", language="sw")

    cod_username: GameName | None = None
    language: Annotated[Language | None, Field(description="of notifications and SMS")] = None


class Token(Outbound):
    """An access token for the `Authorization` header; `expires_in` in seconds."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105  # the OAuth2 word
    expires_in: int


class CodeStatus(Outbound):
    """A code: another may be asked for after `resend_after` seconds, and it ends in `ends_in`.

    `ends_in` is null when there is none that could be typed.
    """

    resend_after: int
    ends_in: int | None


class CodeSent(CodeStatus):
    """An SMS is on its way."""


class Me(Outbound):
    """The player's own account; `phone` is the 12-digit M-Pesa form.

    `email` is null when it turned out to be another account's.
    """

    id: int
    username: str
    email: str | None
    phone: str
    is_verified: bool
    role: Literal["player", "support", "referee", "finance", "admin"]
    cod_username: str | None
    wallet_balance: MoneyOut
    current_rank: int
    created_at: MomentOut
    language: Language
    shown_as: Annotated[str, Field(description="what boards and tournaments call them")]
    terms_due: Annotated[bool, Field(description="they have to accept the present terms")]


class Device(Outbound):
    """A place where the player is signed in."""

    id: int
    user_agent: str
    created_at: MomentOut
    last_used_at: MomentOut
    payouts_after: MomentOut | None
    current: bool

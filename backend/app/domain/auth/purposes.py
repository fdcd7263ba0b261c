"""Why an SMS is sent: six digits that allow one thing, or a notice of something that happened."""

from enum import StrEnum


class Purpose(StrEnum):
    """What the digits allow."""

    VERIFY_PHONE = "verify_phone"
    RESET_PASSWORD = "reset_password"  # noqa: S105  # a purpose, not a secret
    CHANGE_PHONE = "change_phone"  # one new number, which they are sent to
    PASSKEYS = "passkeys"  # adding or removing one; the password is asked for first
    WITHDRAW = "withdraw"  # one withdrawal, with its amount and number


class Notice(StrEnum):
    """What the owner of an account is told: each change of it, whoever made it."""

    PASSWORD_RESET = "told_reset"  # noqa: S105  # a notice, not a secret
    PASSWORD_CHANGED = "told_password"  # noqa: S105  # a notice, not a secret
    PHONE_CHANGED = "told_phone"  # goes to the number that the account had
    TOKEN_REUSED = "told_copy"  # noqa: S105  # a notice, not a secret
    NEW_DEVICE = "told_device"
    EMAIL_CHANGED = "told_email"
    PASSKEY_CHANGED = "told_passkey"  # one was added or taken away
    PASSKEY_COPIED = "told_key_copy"
    FACTOR_CHANGED = "told_factor"  # staff's authenticator or recovery codes

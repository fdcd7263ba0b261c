"""The texts of our SMS: what the digits do comes first, so that who reads them out knows.

Each fits one message of 160 characters (GSM 03.38, as our texts hold no other letters). Where there
is room, the last line is that of WebOTP (`@host #digits`), by which a browser offers to type the
digits on our own page and on no other: https://wicg.github.io/sms-one-time-codes/
"""

from app.domain.auth.purposes import Notice, Purpose

LONGEST = 160


def code_text(
    purpose: Purpose, *, digits: str, minutes: int, host: str, payout: str | None = None
) -> str:
    """Return the SMS with six digits; `payout` says what a withdrawal sends, and where."""
    if purpose is Purpose.VERIFY_PHONE:
        text = (
            f"WageWars: your code is {digits}. It proves that this phone is yours, for"
            f" {minutes} minutes. Never share it with anyone."
        )
    elif purpose is Purpose.RESET_PASSWORD:
        text = (
            f"WageWars: code {digits} sets a NEW PASSWORD for your account. It ends in"
            f" {minutes} minutes. Not you? Share it with no one."
        )
    elif purpose is Purpose.CHANGE_PHONE:
        text = (
            f"WageWars: code {digits} makes this THE PHONE of an account. It ends in"
            f" {minutes} minutes. Not you? Share it with no one."
        )
    elif purpose is Purpose.PASSKEYS:
        text = (
            f"WageWars: code {digits} CHANGES THE PASSKEYS of your account. It ends in {minutes}"
            " minutes. Not you? Share it with no one."
        )
    else:
        # Amount and number come first: a player who reads this out to a thief reads what it does.
        text = (
            f"WageWars: code {digits} SENDS {payout} by M-Pesa, for {minutes} minutes. Not you?"
            " Tell no one, change your password."
        )
    bound = f"{text}\n@{host} #{digits}"
    return bound if len(bound) <= LONGEST else text


def number_tried_text() -> str:
    """Return the SMS for the owner of a number with which somebody else tried to register."""
    return (
        "WageWars: somebody tried to use this number for a new account. It stays with yours. Was"
        " it you? Log in, or choose Forgot password."
    )


def notice_text(notice: Notice, *, host: str, hold_hours: int, number: str, at: str) -> str:
    """Return the SMS about a change; `number` is the account's number now, half hidden."""
    undo = f"Not you? Choose Forgot password at {host} now."
    return {
        Notice.PASSWORD_RESET: (
            f"WageWars: your password was reset. Withdrawals open in {hold_hours} hours. {undo}"
        ),
        Notice.PASSWORD_CHANGED: f"WageWars: your password was changed. {undo}",
        Notice.PHONE_CHANGED: (
            f"WageWars: your account's phone is now {number}. No money leaves for {hold_hours}"
            " hours. Not you? Tell us before then."
        ),
        Notice.TOKEN_REUSED: (f"WageWars: a copy of your log-in was used, so we ended it. {undo}"),
        Notice.NEW_DEVICE: f"WageWars: somebody logged in on a new device at {at}. {undo}",
        Notice.EMAIL_CHANGED: f"WageWars: your log-in e-mail was changed at {at}. {undo}",
        Notice.PASSKEY_CHANGED: (
            f"WageWars: a passkey was added to your account, or removed, at {at}. {undo}"
        ),
        Notice.PASSKEY_COPIED: (
            f"WageWars: a copy of your passkey was refused at {at}. Remove it in your profile."
            f" {undo}"
        ),
        Notice.FACTOR_CHANGED: (
            f"WageWars: your staff authenticator or recovery codes were set, used or taken away at"
            f" {at}. Not you? Call a colleague now."
        ),
    }[notice]

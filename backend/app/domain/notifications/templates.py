"""One text of a notification: a title and a message for screens, and an SMS where one is sent."""

from typing import NamedTuple


class Template(NamedTuple):
    """Texts with `{variables}`; a test holds each kind's languages to the same ones."""

    title: str
    message: str
    sms: str | None = None
    question: str | None = None  # the SMS from a number that can be answered, with `{code}`

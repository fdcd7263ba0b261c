"""Refuse weak passwords: too short, or among the first that attackers try (NIST SP 800-63B).

How many guesses one takes is estimated by zxcvbn: it knows 30,000 passwords of breaches (most
common first), English words, names, dates, keyboard walks and repetitions, and the words below. An
attacker who may try a hundred passwords a day needs decades for a million.
"""

import unicodedata

from zxcvbn import zxcvbn

from app.domain import phone as phones

MIN_LENGTH = 10
MAX_LENGTH = 128
_MIN_GUESSES = 1_000_000
# zxcvbn's time grows with the square of the length. What is strong here is not weak as a whole.
_READ = 48

_LOCAL = """
    wagewars safaricom mpesa lipa nampesa kenya nairobi mombasa kisumu nakuru eldoret thika harambee
    gormahia mungu yesu bwana asante karibu jambo mambo nakupenda mpenzi mapenzi callofduty warzone
    codmobile blackops modernwarfare arsenal chelsea liverpool manutd barcelona ronaldo messi
"""
_WORDS = _LOCAL.split()


def normalise(password: str) -> str:
    """Return the form that is hashed: one for all ways to type the same letters (NFKC).

    A Mac sends é as two characters and a phone as one; NIST SP 800-63B §3.1.1.2 asks for this.
    """
    return unicodedata.normalize("NFKC", password)


def weakness(password: str, *, username: str, email: str, phone: str) -> str | None:
    """Return a sentence for the player about why `password` is refused; None if it is accepted.

    `phone` is the 12-digit form. Length counts characters, in any alphabet; there are no rules
    about symbols, which lead to worse passwords (NIST SP 800-63B). Takes some milliseconds.
    """
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        return f"Use {MIN_LENGTH} to {MAX_LENGTH} characters."
    plain = normalise(password).strip().lower()
    mailbox = email.lower().partition("@")[0]
    if plain in {username.lower(), email.lower(), mailbox} or phones.normalise(plain) == phone:
        return "Your password must not be your name, e-mail address or phone number."
    own = [word for word in (username, mailbox, phone, phone[3:]) if word]
    estimate = zxcvbn(plain[:_READ], user_inputs=[*_WORDS, *own]) if plain else None
    if estimate is None or estimate["guesses"] < _MIN_GUESSES:
        return "This is one of the first passwords that attackers try. Choose another."
    return None

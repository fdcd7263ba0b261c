"""Refuse weak passwords: too short, well-known, or the player's own name (NIST SP 800-63B)."""

import unicodedata

from app.domain import phone as phones

MIN_LENGTH = 8
MAX_LENGTH = 128

# The commonest of published breaches that are long enough, and our own name. Compared in lower case
# and without the characters that are often appended to satisfy a rule.
_LIST = """
    password passw0rd p@ssword p@ssw0rd pa55word password1 password12 password123 password1234
    12345678 123456789 1234567890 12345678910 0123456789 123123123 87654321 987654321 11111111
    111111111 00000000 22222222 88888888 99999999 12341234 11223344 112233445566 1q2w3e4r 1q2w3e4r5t
    1qaz2wsx 1qazxsw2 qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 asdfghjk asdfghjkl zxcvbnm1
    zxcvbnm123 abcdefgh abcdefghi abcd1234 abc12345 abc123456 aaaaaaaa iloveyou iloveyou1 iloveyou2
    sunshine princess football baseball basketball superman superman1 batman123 trustno1 whatever
    letmein1 letmein123 welcome1 welcome123 admin123 admin1234 administrator changeme changeme1
    computer internet starwars michelle jennifer jonathan liverpool liverpool1 arsenal1 arsenal123
    chelsea1 chelsea123 manchester manunited barcelona ronaldo7 messi123 jesus123 godisgood
    godisgreat blessing blessed1 nairobi1 nairobi123 nairobi254 kenya123 kenya254 kenya2024
    kenya2025 kenya2026 safaricom safaricom1 mpesa123 mpesa254 mpesa1234 callofduty callofduty1
    callofduty123 warzone1 warzone123 codmobile codmobile1 blackops blackops1 modernwarfare
    wagewars wagewars1 wagewars12 wagewars123 wagewars254 wagewars2026 gamer123 killer123
    default1 secret123 test1234 testtest monkey123 dragon123 shadow123 master123 hello123 freedom1
"""
_COMMON = frozenset(_LIST.split())
_DECORATION = "!.?*#@$-_ "


def weakness(password: str, *, username: str, email: str, phone: str) -> str | None:
    """Return a sentence for the player about why `password` is refused; None if it is accepted.

    `phone` is the 12-digit form. Length counts characters, in any alphabet; there are no rules
    about symbols, which lead to worse passwords (NIST SP 800-63B).
    """
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        return f"Use {MIN_LENGTH} to {MAX_LENGTH} characters."
    plain = unicodedata.normalize("NFKC", password).strip().lower()
    if plain in _COMMON or plain.rstrip(_DECORATION) in _COMMON:
        return "This is one of the first passwords that attackers try. Choose another."
    mailbox = email.lower().partition("@")[0]
    if plain in {username.lower(), email.lower(), mailbox} or phones.normalise(plain) == phone:
        return "Your password must not be your name, e-mail address or phone number."
    return None

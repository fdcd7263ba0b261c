"""Text that begins as if WageWars, a referee or M-Pesa wrote it."""

import re

from app.domain.rooms.folding import folded

_WHO = (
    "wage ?wars?|admins?|administrator|mods?|moderators?|referee|support|staff|system|customer"
    "|care|service|help ?desk|official|team|m-?pesa|safaricom|msimamizi|mwamuzi|huduma|kwa|wateja"
)
# One to four of those words, with or without brackets, and then what sets a speaker apart.
_SPEAKS = re.compile(rf"[\W_]*(?:(?:{_WHO})[\s(\[{{<*_.|/]*){{1,4}}\s*(?:[:;>\])}}=|*~]|-+|–|—)")

_FORGED = re.compile(r"m-?pesa\W+confirmed|\bconfirmed\b.*\b(?:ksh|kes)")


def poses_as_staff(text: str) -> bool:
    """Say whether a text begins like one of ours ("WageWars support: …"), or like M-Pesa's SMS."""
    seen = folded(text).text
    return _SPEAKS.match(seen) is not None or _FORGED.search(seen) is not None

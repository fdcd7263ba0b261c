"""E-mail addresses: spellings of one mailbox become one account."""

import re

_LABEL = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"
_DOMAIN = re.compile(rf"({_LABEL}\.)+{_LABEL}")


def normalise(typed: str) -> str | None:
    """Return the address in lower case without the domain's trailing dot, None if it is none.

    The dot is a spelling of the root of DNS and changes nothing (RFC 1034 §3.1). Only a message to
    the address could prove more.
    """
    mailbox, _, domain = typed.strip().lower().rpartition("@")
    domain = domain.removesuffix(".")
    if not mailbox or "@" in mailbox or not _DOMAIN.fullmatch(domain):
        return None
    return f"{mailbox}@{domain}"

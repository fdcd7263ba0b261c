"""Where a notification leads: the page of the app about its subject."""

_PAGES = {
    "match": "/matches/{}",
    "challenge": "/matches/challenge/{}",
    "tournament": "/tournaments/{}",
    "search": "/matches/find",
    "deposit": "/wallet",
    "paybill": "/wallet",
    "withdrawal": "/wallet",
    "refund": "/wallet",
    "payouts": "/wallet",
    "account": "/profile/security",
    "conduct": "/profile",
}


def page_of(subject: str) -> str:
    """Return the path of the page about a subject, which is `match:12` or a name alone."""
    noun, _, name = subject.partition(":")
    return _PAGES[noun].format(name)

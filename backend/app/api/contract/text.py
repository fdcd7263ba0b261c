"""The prose of the API's contract: what it is about, its tags, refusals, headers, and examples."""

from typing import Any

Json = dict[str, Any]

DESCRIPTION = """\
Players stake money (KES) on their own Call of Duty matches.

**Signing in.** `POST /auth/login` answers an access token for the `Authorization` header, good for
minutes, and sets a refresh cookie, by which `POST /auth/refresh` answers the next one.

**Money** is a string with two decimals (`"150.00"`). Amounts that come in may be numbers or such
strings. **Moments** are ISO 8601 in UTC, **days** are days in Nairobi.

**Types are strict**: no number where a boolean is declared, no text where a number is, and no field
that is not declared.

**Doing it once.** Requests that move money take an `Idempotency-Key`: the same key and body repeat
the first answer and do nothing again.

**Refusals** are `application/problem+json` (RFC 9457). `code` is stable, and for programs;
`detail` is for people. Fields that only some codes have stand beside them. A method that a path
does not have is answered with 405 and `Allow`.
"""

LICENSE = {"name": "Proprietary: all rights reserved", "identifier": "LicenseRef-WageWars"}
SERVERS = [{"url": "/", "description": "the host that serves this document"}]

TAGS: list[Json] = [
    {"name": "auth", "description": "Accounts, signing in, devices."},
    {"name": "users", "description": "Players: oneself, and what others may see."},
    {"name": "protection", "description": "What players set to protect themselves."},
    {"name": "people", "description": "Leaderboards."},
    {"name": "payments", "description": "M-Pesa in and out, and the wallet's statement."},
    {"name": "reserves", "description": "Players' money beside M-Pesa's balance, with proof."},
    {"name": "matchmaking", "description": "The queue."},
    {"name": "challenges", "description": "Challenges by link, by name, and rematches."},
    {"name": "matches", "description": "Matches, their proof, disputes and receipts."},
    {"name": "tournaments", "description": "Tournaments: enter, check in, and follow them."},
    {"name": "rooms", "description": "What the two players of a match write to each other."},
    {"name": "inbox", "description": "Notifications, and which of them go where."},
    {"name": "live", "description": "The live socket, which says what to fetch again."},
    {"name": "admin: disputes", "description": "Referees rule on matches."},
    {"name": "admin: messages", "description": "Reported messages of players."},
    {"name": "admin: names", "description": "Claims of names in the game."},
    {"name": "admin: payments", "description": "Payments as staff read them."},
    {"name": "admin: reconciliation", "description": "Our ledger beside M-Pesa's books."},
    {"name": "admin: rulings", "description": "What two people decide about a payment."},
    {"name": "admin: staff", "description": "Roles of staff, and lost authenticators; by two."},
    {"name": "admin: tax", "description": "Tax profiles and reports."},
    {"name": "admin: tournaments", "description": "Tournaments as staff runs them."},
    {"name": "admin: two people", "description": "Money that two people move or free."},
    {"name": "admin: users", "description": "Players as staff sees them, and their risk."},
    {"name": "admin: watch", "description": "Switches, alerts, audit."},
    {"name": "health", "description": "For load balancers."},
]

COOKIE = "RefreshCookie"

REFUSALS: dict[int, tuple[str, str]] = {
    400: ("Malformed", "The body cannot be read."),
    401: (
        "NotSignedIn",
        "The token or cookie is missing, wrong or over, or its session ended.",
    ),
    403: ("NotAllowed", "The caller may not do this."),
    404: ("NotFound", "There is no such thing, or the caller may not see it."),
    409: ("Conflict", "The present state does not allow it."),
    413: ("TooLarge", "The body is too large."),
    422: ("Invalid", "The request cannot be right, whatever the present state."),
    429: ("TooSoon", "Too many requests from this account or address."),
    500: ("Crashed", "Something went wrong on our side; nothing was changed."),
    503: ("Unavailable", "It cannot be done at the moment."),
}
"""Name and description of each refusal, by its status."""

HEADERS: dict[str, Json] = {
    "X-Request-Id": {
        "description": "Names this request in our logs; quote it in a complaint.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9-]{8,64}$"},
        "example": "3f9c2a7be1d04c58",
    },
    "Retry-After": {
        "description": "Seconds after which the same request may succeed.",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
        "example": "30",
    },
    "WWW-Authenticate": {
        "description": "How to sign in.",
        "schema": {"type": "string", "enum": ["Bearer"]},
        "example": "Bearer",
    },
    "Idempotent-Replayed": {
        "description": "`true` where this is the answer to an earlier request with the same key.",
        "schema": {"type": "string", "enum": ["true"]},
        "example": "true",
    },
    "ETag": {
        "description": "The page's edition; sent back as If-None-Match it is answered with 304.",
        "schema": {"type": "string"},
        "example": '"17-1c9a"',
    },
    "Content-Disposition": {
        "description": "The name under which to save a file; JSON has none.",
        "schema": {"type": "string"},
        "example": 'attachment; filename="wagewars-statement-2026-11-30.csv"',
    },
    "Set-Cookie": {
        "description": "The next refresh token.",
        "schema": {"type": "string"},
        "example": "__Host-refresh=…; HttpOnly; Path=/; SameSite=strict; Secure",
    },
}
"""Headers of answers, by their name on the wire."""

"""The checks that the simulated provider has, and how it behaves: by the person's surname."""

import itertools
import secrets
from dataclasses import dataclass, field

DECIDES_AFTER = 1.0  # seconds after the pictures

# What it finds, by the last word of the name; whoever is called otherwise is who they say.
FINDINGS: dict[str, tuple[str, str | None]] = {
    "notfound": ("rejected", "not_found"),
    "underage": ("rejected", "under_18"),
    "spoof": ("rejected", "spoof"),
    "expired": ("rejected", "document_expired"),
    "attention": ("review", "attention"),
    "forged": ("rejected", "spoof"),  # and a callback of somebody else says that it is approved
}
# How it answers the call that starts a check, by the last word of the name.
STARTS = {
    "outage": 503,  # always
    "poor": 402,  # its customer has no money left
    "busy": 429,  # the first time
    "lost": 502,  # the first time, and the check was taken all the same
    "refused": 422,
}
# How it posts, by the last word of the name.
POSTS = ("silent", "late", "twice", "reordered", "forged")


@dataclass
class Job:
    """One check; moments are seconds of the simulated clock."""

    id: str
    our_ref: str
    surname: str
    decides_at: float | None = None  # known once the pictures are taken

    def outcome_at(self, now: float) -> tuple[str, str | None]:
        """Return what a question is answered."""
        if self.decides_at is None or now < self.decides_at:
            return "waiting", None
        return FINDINGS.get(self.surname, ("approved", None))


@dataclass
class Jobs:
    """All checks of one app, in memory. It knows no idempotency: a second start is a second job."""

    by_id: dict[str, Job] = field(default_factory=dict)
    started: list[str] = field(default_factory=list)  # our_ref of each call that was made
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def add(self, our_ref: str, name: str) -> Job:
        """Take a check."""
        surname = name.split()[-1].lower() if name.split() else ""
        job = Job(f"job_{next(self._numbers)}_{secrets.token_hex(4)}", our_ref, surname)
        self.by_id[job.id] = job
        return job

    def newest(self, our_ref: str) -> Job | None:
        """Return the last check under a customer's reference."""
        found = [job for job in self.by_id.values() if job.our_ref == our_ref]
        return found[-1] if found else None

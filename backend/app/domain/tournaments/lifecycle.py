"""The states of a tournament and of a participant, and which may follow which."""

from enum import StrEnum


class TournamentStatus(StrEnum):
    """Where a tournament stands between its draft and its prizes."""

    DRAFT = "draft"
    REGISTRATION = "registration"
    CHECK_IN = "check_in"
    SEEDED = "seeded"  # check-in is over, the seeds are frozen
    RUNNING = "running"
    FINALISING = "finalising"  # all is played; contests, disputes and appeals may still be open
    PAID = "paid"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


class ParticipantStatus(StrEnum):
    """Where a participant stands; only `registered` and later ones have their entry held."""

    WAITING = "waiting"  # on the waiting list, which holds no money
    REGISTERED = "registered"
    CHECKED_IN = "checked_in"
    PLAYING = "playing"
    OUT = "out"  # eliminated, or dropped out of a tournament that runs
    LEFT = "left"  # before check-in closed
    ABSENT = "absent"  # did not check in
    REMOVED = "removed"  # by staff, before it began


class EntryState(StrEnum):
    """Where the fee of one entry is."""

    HELD = "held"
    REFUNDED = "refunded"
    SPENT = "spent"  # part of the pool that was paid out


class Seeding(StrEnum):
    """How the field is ordered."""

    RATING = "rating"
    POINTS = "points"
    MANUAL = "manual"
    LOT = "lot"


class Absence(StrEnum):
    """What happens to the fee of who did not check in; published with the tournament."""

    REFUND = "refund"
    FORFEIT = "forfeit"


_S = TournamentStatus

TOURNAMENT_TRANSITIONS: dict[TournamentStatus, frozenset[TournamentStatus]] = {
    _S.DRAFT: frozenset({_S.REGISTRATION, _S.CANCELLED}),
    _S.REGISTRATION: frozenset({_S.CHECK_IN, _S.CANCELLED}),
    _S.CHECK_IN: frozenset({_S.SEEDED, _S.CANCELLED}),
    _S.SEEDED: frozenset({_S.RUNNING, _S.CANCELLED}),
    _S.RUNNING: frozenset({_S.FINALISING, _S.CANCELLED}),
    # RUNNING: an appeal or a correction has matches played again.
    _S.FINALISING: frozenset({_S.RUNNING, _S.PAID, _S.CANCELLED}),
    _S.PAID: frozenset({_S.ARCHIVED}),
    _S.ARCHIVED: frozenset(),
    _S.CANCELLED: frozenset(),
}

ENTRY_TRANSITIONS: dict[EntryState, frozenset[EntryState]] = {
    EntryState.HELD: frozenset({EntryState.REFUNDED, EntryState.SPENT}),
    EntryState.REFUNDED: frozenset(),
    EntryState.SPENT: frozenset(),
}

# Who has a seat: their fee is held, and they count towards the maximum.
SEATED = frozenset(
    {ParticipantStatus.REGISTERED, ParticipantStatus.CHECKED_IN, ParticipantStatus.PLAYING}
)
# Who is in it no more, and has never been in its field.
GONE = (ParticipantStatus.LEFT, ParticipantStatus.REMOVED)
# Before these nobody has played, so that a place can still be given back.
BEFORE_SEEDS = frozenset({_S.DRAFT, _S.REGISTRATION, _S.CHECK_IN})


class Phase(StrEnum):
    """What the list of tournaments is narrowed down to."""

    OPEN = "open"
    RUNNING = "running"
    FINISHED = "finished"


PHASES: dict[Phase, frozenset[TournamentStatus]] = {
    Phase.OPEN: frozenset({_S.REGISTRATION, _S.CHECK_IN}),
    Phase.RUNNING: frozenset({_S.SEEDED, _S.RUNNING, _S.FINALISING}),
    Phase.FINISHED: frozenset({_S.PAID, _S.ARCHIVED, _S.CANCELLED}),
}

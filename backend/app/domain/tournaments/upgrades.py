"""What others move up by once a prize was taken back, and how money that comes back is shared."""

from collections.abc import Mapping
from decimal import Decimal

from app.domain.money import CENT


def upgrades(
    old: Mapping[int, Decimal], new: Mapping[int, Decimal], *, most: Decimal
) -> dict[int, Decimal]:
    """Return by how much (KES) each share in `new` is above the one in `old`, best first.

    Nobody gives anything back. So a rest of cents that somebody would have had to lose may be
    missing for the others: `most` is what there is, and the largest increase is cut to it.
    """
    more = {
        player: share - old.get(player, Decimal(0))
        for player, share in new.items()
        if share > old.get(player, Decimal(0))
    }
    over = sum(more.values(), Decimal(0)) - most
    while over > 0:
        largest = max(more, key=lambda player: more[player])  # the best place of equals
        cut = min(over, more[largest])
        more[largest] -= cut
        over -= cut
    return {player: amount for player, amount in more.items() if amount > 0}


def pro_rata(amount: Decimal, owed: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Share `amount` (KES) out to players by what each is owed, to the cent; none gets more.

    Each part is rounded down, and what is left goes cent by cent in the order of `owed`, the best
    place first.
    """
    whole = sum(owed.values(), Decimal(0))
    if amount >= whole:
        return {player: part for player, part in owed.items() if part > 0}
    cents = int(amount / CENT)
    parts = {player: int(cents * part / whole) for player, part in owed.items()}
    over = cents - sum(parts.values())
    for player, part in owed.items():
        more = min(over, 1, int(part / CENT) - parts[player])
        parts[player] += more
        over -= more
    return {player: part * CENT for player, part in parts.items() if part}

"""What a line of a player's statement says."""


def describe(kind: str, *, match_id: int | None, receipt: str | None) -> str:
    """Return one plain sentence for a movement of the wallet, by its ledger type."""
    where = f" match {match_id}" if match_id else " a match"
    match kind:
        case "deposit":
            return f"Deposit from M-Pesa, receipt {receipt}." if receipt else "Deposit from M-Pesa."
        case "wager_hold":
            return (
                f"Stake for{where}." if match_id else "Stake held while you wait for an opponent."
            )
        case "wager_release":
            return "Stake returned: you left the queue."
        case "wager_win":
            return f"Prize for winning{where}."
        case "wager_refund":
            return f"Stake returned from{where}."
        case _:
            return "Movement of your wallet."

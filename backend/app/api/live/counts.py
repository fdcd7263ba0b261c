"""Counts of this process's live sockets, for /metrics: plain integers, since each message adds."""


class Counts:
    """Open sockets, messages handed to the network, and sockets closed because they fell behind."""

    __slots__ = ("dropped", "open", "sent")

    def __init__(self) -> None:
        self.open = 0
        self.sent = 0
        self.dropped = 0


counts = Counts()

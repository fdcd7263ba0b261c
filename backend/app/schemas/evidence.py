"""Pictures as proof, on the wire."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.schemas.base import Inbound, MomentOut, Outbound
from app.schemas.text import LINE, PROSE, Link

Note = Annotated[str, StringConstraints(max_length=500, pattern=PROSE)]
ShownName = Annotated[str, StringConstraints(min_length=1, max_length=50, pattern=LINE)]


class EvidenceFields(Inbound):
    """A player's notes on their pictures; the name is their opponent's, as the picture shows it."""

    note: Note | None = None
    video_link: Link | None = None
    claimed_name: ShownName | None = None


class EvidencePicture(Outbound):
    """A picture that somebody showed; `size` in bytes, both hashes in hexadecimal.

    `flags` and `reuses_match_id` (where it was shown before) are for referees only.
    """

    id: int
    seat: Literal["player1", "player2"]
    is_mine: bool
    replay: Annotated[int, Field(description="of which game of the match")]
    state: Literal["stored", "expired"]
    content_type: str
    width: int
    height: int
    size: int
    sha256: str
    original_sha256: str
    note: str | None
    video_link: str | None
    claimed_name: str | None
    flags: list[str]
    reuses_match_id: int | None
    created_at: MomentOut


class Evidence(Outbound):
    """All that the reader may see, and how many pictures they may still show, until when.

    `opponent_shown` says whether the other player's pictures are among them already.
    """

    items: list[EvidencePicture]
    is_open: bool
    remaining: int
    closes_at: MomentOut | None
    opponent_shown: bool

"""Figures about disputes on the wire, public."""

from typing import Annotated

from pydantic import Field

from app.schemas.base import Outbound


class DisputeMonth(Outbound):
    """One month (Nairobi) of rulings: half came within `median_seconds`, nine of ten within p90.

    From the opening of the dispute on; `late` came after the promised moment. `overturn_rate` is
    overturned of ruled, and may still change while appeals are open.
    """

    month: Annotated[str, Field(pattern=r"^\d{4}-\d{2}$", examples=["2026-11"])]
    ruled: int
    median_seconds: int
    p90_seconds: int
    late: int
    appealed: int
    overturned: int
    overturn_rate: Annotated[float, Field(ge=0, le=1)]


class DisputeFigures(Outbound):
    """The months of the last twelve in which somebody ruled, the present one first."""

    items: list[DisputeMonth]

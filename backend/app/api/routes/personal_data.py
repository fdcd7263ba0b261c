"""What we keep about a player, for them to take along."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from app.api.contract.declare import also_as
from app.api.deps import CurrentPlayer, SessionDep
from app.api.exports import personal_data_csv
from app.core import rate_limit
from app.core.clock import utc_now
from app.core.settings import get_settings
from app.schemas.personal_data import PersonalData
from app.services.privacy import export

router = APIRouter(prefix="/users/me/export", tags=["users"])


class DataForm(StrEnum):
    """How the data can be had."""

    JSON = "json"
    CSV = "csv"


@router.get("", response_model=PersonalData, responses=also_as("application/zip"))
def export_my_data(
    player: CurrentPlayer,
    session: SessionDep,
    form: Annotated[
        DataForm,
        Query(alias="format", description="csv: a ZIP archive of tables"),
    ] = DataForm.JSON,
) -> Any:
    """Give you all that we keep about you, at once; what is withheld is listed with its reason."""
    rate_limit.count(get_settings().rate.exports_per_account, "export", str(player.id))
    now = utc_now()
    data = PersonalData.model_validate(export.read(session, user_id=player.id, now=now))
    name = f"wagewars-{now:%Y-%m-%d}"
    if form is DataForm.CSV:
        archive = personal_data_csv.render(data.model_dump(mode="json"))
        return _file(archive, "application/zip", f"{name}.zip")
    return _file(data.model_dump_json().encode(), "application/json", f"{name}.json")


def _file(body: bytes, media_type: str, name: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(body, media_type=media_type, headers={"Content-Disposition": disposition})

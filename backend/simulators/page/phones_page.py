"""GET /: the phones of all players, to read SMS on and type PINs into."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse
from starlette.staticfiles import StaticFiles

router = APIRouter()

FOLDER = Path(__file__).parent.parent / "static"


@router.get("/", include_in_schema=False)
async def show_page() -> FileResponse:
    """Serve the page."""
    return FileResponse(FOLDER / "index.html", headers={"Cache-Control": "no-cache"})


def static_files() -> StaticFiles:
    """Return the app that serves the page's style and scripts."""
    return StaticFiles(directory=FOLDER)

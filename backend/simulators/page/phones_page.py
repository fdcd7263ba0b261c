"""GET /: the phones of all players, to read SMS on and type PINs into."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

router = APIRouter()

FOLDER = Path(__file__).parent.parent / "static"
NO_CACHE = {"Cache-Control": "no-cache"}


@router.get("/", include_in_schema=False)
async def show_page() -> FileResponse:
    """Serve the page."""
    return FileResponse(FOLDER / "index.html", headers=NO_CACHE)


@router.get("/static/phones.css", include_in_schema=False)
async def show_style() -> FileResponse:
    """Serve its style."""
    return FileResponse(FOLDER / "phones.css", media_type="text/css", headers=NO_CACHE)


@router.get("/static/phones.js", include_in_schema=False)
async def show_script() -> FileResponse:
    """Serve its script."""
    return FileResponse(FOLDER / "phones.js", media_type="text/javascript", headers=NO_CACHE)

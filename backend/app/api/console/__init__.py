"""The console at /docs, where staff and developers use the API: Swagger UI from our own assets.

It signs in on a page of ours (`authorize`) by authorization code and PKCE. No page has a script or
a style of its own inside, so its policy allows none.
"""

from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.staticfiles import StaticFiles

from app.api.console import authorize, jobs, pages

_PATH = "/docs"


def install(app: FastAPI) -> None:
    """Serve the console of `app`, its log-in page, and the page where staff enrols."""
    swagger = Path(str(files("fastapi_offline") / "static"))
    ours = Path(__file__).parent / "static"
    app.mount(f"{_PATH}/assets", StaticFiles(directory=swagger), name="docs-assets")
    app.mount(f"{_PATH}/static", StaticFiles(directory=ours), name="docs-static")
    app.include_router(authorize.router, prefix=_PATH, include_in_schema=False)

    @app.get(_PATH, include_in_schema=False)
    def docs() -> HTMLResponse:
        """Serve the console; `?job=` shows the operations of one job."""
        return pages.console(f"{app.title} API", list(jobs.JOBS))

    @app.get(f"{_PATH}/openapi.json", include_in_schema=False)
    def docs_contract(job: str = "") -> JSONResponse:
        """Serve the contract, or what of it belongs to one job."""
        return JSONResponse(jobs.contract_of(app.openapi(), job))

    @app.get(f"{_PATH}/oauth2-redirect", include_in_schema=False)
    def docs_redirect() -> HTMLResponse:
        """Serve the page that hands a code to the console which opened it."""
        return pages.redirect()

    @app.get(f"{_PATH}/enrol", include_in_schema=False)
    def docs_enrol() -> HTMLResponse:
        """Serve the page where staff sets up their authenticator."""
        return pages.enrol()

"""The console at /docs, where admins and developers try the API: Swagger UI from our own assets."""

from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

_PATH = "/docs"
_ASSETS = f"{_PATH}/assets"

# The page starts Swagger UI by a script in the page itself; everything else comes from here, and
# nothing can be fetched from anywhere else.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)


def install(app: FastAPI) -> None:
    """Serve the console of `app`; its Authorize button signs in with name and password."""
    assets = Path(str(files("fastapi_offline") / "static"))
    app.mount(_ASSETS, StaticFiles(directory=assets), name="docs-assets")

    @app.get(_PATH, include_in_schema=False)
    def docs() -> HTMLResponse:
        """Serve the page."""
        page = get_swagger_ui_html(
            openapi_url=str(app.openapi_url),
            title=f"{app.title} API",
            swagger_js_url=f"{_ASSETS}/swagger-ui-bundle.js",
            swagger_css_url=f"{_ASSETS}/swagger-ui.css",
            swagger_favicon_url=f"{_ASSETS}/favicon.png",
            # No badge from validator.swagger.io, and no token kept when the page is closed.
            swagger_ui_parameters={"validatorUrl": None, "persistAuthorization": False},
        )
        page.headers["Content-Security-Policy"] = _POLICY
        return page

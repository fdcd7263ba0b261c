"""The reference of H2: an async FastAPI endpoint that answers a constant, without a schema."""

from fastapi import FastAPI, Response

app = FastAPI(openapi_url=None)


@app.get("/livez")
async def livez() -> Response:
    """Return a constant."""
    return Response(b'{"status":"ok"}', media_type="application/json")

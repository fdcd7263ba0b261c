"""The least that FastAPI can do: an async endpoint that answers a constant, and nothing else."""

from fastapi import FastAPI, Response

app = FastAPI(openapi_url=None)


@app.get("/livez")
async def livez() -> Response:
    """Answer at once."""
    return Response(b'{"status":"ok"}', media_type="application/json")

"""What routes declare besides their signature: refusals, files, and how they know the caller."""

from typing import Any

from app.api.contract.text import COOKIE
from app.api.errors import STATUS_OF_KIND
from app.domain.errors import Refusal

Json = dict[str, Any]
Responses = dict[int | str, Json]

BY_COOKIE: Json = {"security": [{COOKIE: []}]}
BY_TOKEN_OR_COOKIE: Json = {"security": [{COOKIE: []}, {}]}
"""Added to the bearer token that FastAPI declares by itself; works without either, too."""
ALSO_FOR_GUESTS: Json = {"security": [{}]}


def refuses(*kinds: type[Refusal]) -> Responses:
    """Return FastAPI's `responses` for refusals that the operation itself does not show."""
    return {STATUS_OF_KIND[kind][0]: {} for kind in kinds}


def header(name: str) -> Json:
    """Return a response's declaration of a header of ours, by its name on the wire."""
    return {name: {"$ref": f"#/components/headers/{name.replace('-', '')}"}}


SETS_COOKIE: Responses = {200: {"headers": header("Set-Cookie")}}


def also_as(*media_types: str) -> Responses:
    """Return FastAPI's `responses` for an operation that answers files, besides JSON or alone."""
    content = {media_type: {"schema": _schema(media_type)} for media_type in media_types}
    return {200: {"content": content, "headers": header("Content-Disposition")}}


def _schema(media_type: str) -> Json:
    if media_type.startswith("text/"):
        return {"type": "string"}
    return {"type": "string", "format": "binary", "contentMediaType": media_type}

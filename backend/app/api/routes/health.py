"""Liveness and readiness for load balancers, and metrics for Prometheus."""

from typing import Annotated, Literal

from fastapi import APIRouter, Header, Response
from pydantic import BaseModel

from app.api import deep_health
from app.api.metrics import house, process
from app.api.middleware import metrics
from app.core import health
from app.core.security import constant_time_equals
from app.core.settings import get_settings
from app.domain.errors import NotFound
from app.domain.problems import ProblemCode

router = APIRouter(tags=["health"])


class Alive(BaseModel):
    """This process answers."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """What this process can reach: it is slower without Redis, and no use without PostgreSQL."""

    status: Literal["ok", "degraded", "unavailable"]
    postgres: Literal["ok", "away"]
    redis: Literal["ok", "away"]


class CheckResult(BaseModel):
    """What one check saw, in a sentence."""

    status: deep_health.Status
    says: str


class DeepHealth(BaseModel):
    """How everything is: the worst of all checks, and each of them."""

    status: deep_health.Status
    checks: dict[str, CheckResult]
    versions: dict[str, str]


@router.get("/livez")
def livez() -> Alive:
    """Answer that this process runs; checks nothing else."""
    return Alive()


@router.get("/readyz", responses={503: {"model": Readiness}})
def readyz(response: Response) -> Readiness:
    """Return whether players can be served now: 503 while PostgreSQL is away."""
    postgres, redis = health.postgres_answers(), health.redis_answers()
    if not postgres:
        response.status_code = 503
    return Readiness(
        status="unavailable" if not postgres else "ok" if redis else "degraded",
        postgres="ok" if postgres else "away",
        redis="ok" if redis else "away",
    )


@router.get("/metrics", include_in_schema=False)
def show_metrics(authorization: Annotated[str, Header()] = "") -> Response:
    """Return the metrics of this process and of the whole house to Prometheus.

    Whoever lacks METRICS_TOKEN learns nothing; without one, only development shows them.
    """
    _require_token(authorization)
    page = metrics.page() + process.page() + house.page()
    return Response(page, media_type="text/plain; version=0.0.4; charset=utf-8")


@router.get("/healthz/deep", include_in_schema=False)
def show_deep_health(
    response: Response, authorization: Annotated[str, Header()] = ""
) -> DeepHealth:
    """Return how everything is, for the person on call: 503 if a check failed.

    Whoever lacks METRICS_TOKEN learns nothing; without one, only development shows it.
    """
    _require_token(authorization)
    status, checks = deep_health.run()
    if status == "failed":
        response.status_code = 503
    return DeepHealth(
        status=status,
        checks={check.name: CheckResult(status=check.status, says=check.says) for check in checks},
        versions=deep_health.versions(),
    )


def _require_token(authorization: str) -> None:
    settings = get_settings()
    token = settings.metrics_token.get_secret_value()
    if token:
        is_ours = constant_time_equals(authorization, f"Bearer {token}")
    else:
        is_ours = not settings.is_production
    if not is_ours:
        raise NotFound(ProblemCode.NOT_FOUND, "There is nothing here.")

"""/identity/v1/checks: checks of documents, by surname; /identity/capture: the pictures."""

import hashlib
import hmac
import json
from html import escape
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel

from simulators.callback_deliveries import JSON_HEADERS
from simulators.deps import SimulationDep
from simulators.identity.jobs import DECIDES_AFTER, STARTS, Job, Jobs
from simulators.simulation import Simulation

router = APIRouter(prefix="/identity")

_LATE = 60.0
_PAGE = """<!doctype html><meta charset=utf-8><meta name=viewport content="width=device-width">
<title>Simulated identity check</title><h1>Simulated identity check</h1>
<p>{text}</p><form method=post><button>{button}</button></form>"""


async def get_jobs(request: Request) -> Jobs:
    """Return the checks of this app."""
    jobs: Jobs = request.app.state.identity_jobs
    return jobs


JobsDep = Annotated[Jobs, Depends(get_jobs)]


class Check(BaseModel):
    """What a customer sends; the document is not looked at: the surname decides."""

    our_ref: str
    name: str
    birth_date: str
    country: str
    document_kind: str
    document_number: str
    consent: dict[str, Any]


@router.post("/v1/checks", status_code=202)
async def start(
    body: Check,
    request: Request,
    simulation: SimulationDep,
    jobs: JobsDep,
    authorization: Annotated[str, Header()] = "",
) -> Response:
    """Take a check, and answer where its person takes the pictures."""
    if authorization != f"Bearer {simulation.settings.identity_key}":
        return JSONResponse({"error": "unauthorized"}, 401)
    surname = body.name.split()[-1].lower() if body.name.split() else ""
    is_first = body.our_ref not in jobs.started
    jobs.started.append(body.our_ref)
    status = STARTS.get(surname)
    if status is not None and (is_first or surname in {"outage", "poor", "refused"}):
        if surname == "lost":
            jobs.add(body.our_ref, body.name)
        return JSONResponse({"error": surname}, status)
    return JSONResponse(_started(jobs.add(body.our_ref, body.name), request), 202)


@router.get("/v1/checks/{our_ref}")
async def fetch(
    our_ref: str,
    request: Request,
    simulation: SimulationDep,
    jobs: JobsDep,
    authorization: Annotated[str, Header()] = "",
) -> Response:
    """Say what became of the newest check under a customer's reference."""
    if authorization != f"Bearer {simulation.settings.identity_key}":
        return JSONResponse({"error": "unauthorized"}, 401)
    job = jobs.newest(our_ref)
    if job is None:
        return JSONResponse({"error": "not found"}, 404)
    outcome, reason = job.outcome_at(simulation.clock.now())
    body = _started(job, request) | {"outcome": outcome, "reason": reason, "retryable": False}
    return JSONResponse(body)


@router.get("/capture/{job_id}", include_in_schema=False)
async def show_capture(job_id: str, jobs: JobsDep) -> Response:
    """Show the page on which a person would photograph the document and themselves."""
    job = jobs.by_id.get(job_id)
    if job is None:
        return Response(status_code=404)
    done = job.decides_at is not None
    text = "The pictures are taken. Go back to the app." if done else "There is no camera here."
    return HTMLResponse(_PAGE.format(text=escape(text), button="Take both pictures"))


@router.post("/capture/{job_id}", include_in_schema=False)
async def capture(job_id: str, jobs: JobsDep, simulation: SimulationDep) -> Response:
    """Take the pictures; the finding comes soon after, as does what is posted about it."""
    job = jobs.by_id.get(job_id)
    if job is None:
        return Response(status_code=404)
    if job.decides_at is None:
        job.decides_at = simulation.clock.after(DECIDES_AFTER)
        _post(job, simulation)
    page = _PAGE.format(text="The pictures are taken. Go back to the app.", button="Again")
    return HTMLResponse(page)


def _started(job: Job, request: Request) -> dict[str, Any]:
    return {"job": job.id, "link": f"{request.base_url}identity/capture/{job.id}"}


def _post(job: Job, simulation: Simulation) -> None:
    """Plan what is posted: late, twice, out of order, forged, or nothing."""
    if job.surname == "silent":
        return
    delay = DECIDES_AFTER + (_LATE if job.surname == "late" else 0.0)
    final = job.outcome_at(job.decides_at or 0.0)[0]
    if job.surname == "forged":
        _plan(job, "approved", simulation, delay=0.2, key="somebody-else")
    for _ in range(2 if job.surname == "twice" else 1):
        _plan(job, final, simulation, delay=delay)
    if job.surname == "reordered":
        _plan(job, "waiting", simulation, delay=delay + 0.5)


def _plan(
    job: Job, outcome: str, simulation: Simulation, *, delay: float, key: str | None = None
) -> None:
    settings = simulation.settings
    if settings.identity_hooks_url is None:
        return
    due_at = simulation.clock.after(delay)
    body = json.dumps({"job": job.id, "our_ref": job.our_ref, "outcome": outcome})
    moment = str(int(simulation.clock.real_now() + delay))
    signed = f"{moment}.{body}".encode()
    signature = hmac.new((key or settings.identity_callback_key).encode(), signed, hashlib.sha256)
    simulation.deliveries.plan(
        kind="identity",
        url=settings.identity_hooks_url,
        body=body,
        headers=JSON_HEADERS | {"X-Timestamp": moment, "X-Signature": signature.hexdigest()},
        due_at=due_at,
    )

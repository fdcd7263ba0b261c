"""Reports of errors to Sentry, where SENTRY_DSN is set: what crashed and where, of whom nothing.

Errors are those that our log has anyway, so that no request costs more. There are no local
variables in a report, no request, no player and no breadcrumbs.
"""

from typing import TYPE_CHECKING, Any

from app.core.settings import get_settings
from app.core.telemetry import context
from app.core.telemetry.personal_data import scrub_all

if TYPE_CHECKING:
    from sentry_sdk.types import Event

_DROPPED = ("request", "user", "extra", "breadcrumbs", "server_name", "modules")
_TAGS = ("request_id", "task", "task_id")  # which lead to our own log


def start() -> None:
    """Report this process's errors from now on; imports nothing unless SENTRY_DSN is set."""
    settings = get_settings()
    dsn = settings.telemetry.sentry_dsn.get_secret_value()
    if not dsn:
        return
    import sentry_sdk

    sentry_sdk.init(
        dsn,
        environment=settings.environment,
        include_local_variables=False,  # they were a phone number and the code of an SMS
        include_source_context=False,
        send_default_pii=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        traces_sample_rate=None,
        auto_session_tracking=False,
        auto_enabling_integrations=False,  # the log is enough, and costs a request nothing
        before_send=_clean,
    )


def _clean(event: "Event", _: dict[str, Any]) -> "Event":
    """Return an event without what belongs to players; if this raises, nothing is sent."""
    cleaned: Event = scrub_all({k: v for k, v in event.items() if k not in _DROPPED})
    facts = context.facts()
    cleaned["tags"] = {name: str(facts[name]) for name in _TAGS if name in facts}
    return cleaned

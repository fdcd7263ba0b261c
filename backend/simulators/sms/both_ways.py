"""What Africa's Talking posts to the business: reports on its messages, and what people write."""

from dataclasses import dataclass
from urllib.parse import urlencode

from simulators import switches
from simulators.callback_deliveries import Deliveries
from simulators.core.clock import Clock, in_nairobi
from simulators.core.store import Store

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_NETWORK = "99999"  # the sandbox's


@dataclass(frozen=True, kw_only=True)
class Written:
    """One SMS that somebody wrote to the business."""

    id: int
    msisdn: str
    code: str
    text: str
    at: float

    @property
    def date(self) -> str:
        """Return when it came, as the network writes it."""
        return in_nairobi(self.at).strftime("%Y-%m-%d %H:%M:%S")


class BothWays:
    """Reports and messages to the business, sent as forms to `sms_hooks_url`."""

    def __init__(
        self, store: Store, clock: Clock, deliveries: Deliveries, *, hooks_url: str | None
    ) -> None:
        self._store = store
        self._clock = clock
        self._deliveries = deliveries
        self._hooks_url = hooks_url

    def report(self, message_id: str, msisdn: str) -> None:
        """Plan the reports on one message: `Sent` on the way, then the last word."""
        rules = switches.read(self._store)
        seconds = rules.sms_report_seconds
        statuses = [("Sent", seconds / 2), (rules.sms_report_status, seconds)]
        if rules.sms_reports_disordered:
            statuses = [(rules.sms_report_status, seconds / 2), ("Sent", seconds)]
        for status, after in statuses:
            fields = {
                "id": message_id,
                "status": status,
                "phoneNumber": f"+{msisdn}",
                "networkCode": _NETWORK,
                "retryCount": "0",
            }
            if status in {"Failed", "Rejected"}:
                fields["failureReason"] = "DeliveryFailure"
            for _ in range(rules.sms_report_copies):
                self._post("report", fields, after=after)

    def write(self, msisdn: str, *, code: str, text: str, copies: int) -> Written:
        """Keep what somebody wrote to `code`, and post it `copies` times (0: it gets lost)."""
        at = self._clock.now()
        message_id = self._store.run(
            "INSERT INTO sms_written (msisdn, code, text, at) VALUES (?, ?, ?, ?)",
            msisdn,
            code,
            text,
            at,
        )
        written = Written(id=message_id, msisdn=msisdn, code=code, text=text, at=at)
        fields = {
            "id": str(message_id),
            "from": f"+{msisdn}",
            "to": code,
            "text": text,
            "date": written.date,
            "networkCode": _NETWORK,
            "cost": "0",
        }
        for _ in range(copies):
            self._post("inbound", fields, after=0)
        return written

    def after(self, last_id: int, *, limit: int = 100) -> list[Written]:
        """Return what was written after the message `last_id`, oldest first."""
        rows = self._store.all(
            "SELECT * FROM sms_written WHERE id > ? ORDER BY id LIMIT ?", last_id, limit
        )
        return [Written(**dict(row)) for row in rows]

    def _post(self, word: str, fields: dict[str, str], *, after: float) -> None:
        base = switches.read(self._store).sms_hooks_url or self._hooks_url
        if base:
            self._deliveries.plan(
                kind=f"sms_{word}",
                url=f"{base}/{word}",
                body=urlencode(fields),
                headers=_FORM,
                due_at=self._clock.after(after),
            )

"""Requests that schemathesis derives from the contract, sent as one role; what it holds against us.

`run` sends, of every operation: its examples, the limits of every parameter and field (within the
schema and beyond it), requests at random, and chains in which one answer gives the next its ids.
"""

from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from schemathesis.auths import AuthContext
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import StopReason, events, from_schema
from schemathesis.generation.case import Case
from typing_extensions import override

from tests.api.contract.operations import contract
from tests.support.arena import Player
from tests.support.factories.player import PASSWORD

Json = dict[str, Any]

CHECKS = (
    "not_a_server_error",  # 503 is declared, but nothing that a test sends may cause it
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "negative_data_rejection",
)
"""What every answer is held against. Of the other checks of schemathesis,

- `positive_data_acceptance` would count each 422 that the schema cannot say as a fault: a day that
  has not come yet, a stake that is not offered, a password that is too common;
- `ignored_auth`, `object_level_authorization`: test_authorization.py asks every operation as seven
  callers, with the ids of others; `missing_required_header`: no header is required but the token;
- `unsupported_method`, `allow_header_conformance`: test_wire.py asks every path;
- `use_after_free`, `ensure_resource_availability` guess what a path deletes or creates, and nothing
  here is deleted: what is cancelled stays to be read;
- `max_response_time` measures the machine.
"""

_ENDS_SESSIONS = {"logout", "end_session", "end_other_sessions", "change_password"}


@dataclass(frozen=True)
class Amount:
    """How many requests are made, by each way of making them."""

    seed: int
    limits: str  # "positive": within the schema, "negative": beyond it, "all": both, "": none
    at_random: int  # of each operation at most
    chains: int  # of all operations together


@dataclass(frozen=True)
class Role:
    """Who sends: a caller who stays signed in, or nobody.

    What ends a session is asked by the `leaver`, who signs in anew each time.
    """

    name: str
    caller: Player | None = None
    leaver: Player | None = None

    def token(self, operation: str) -> str:
        """Return the access token to send; empty if there is none."""
        if self.leaver is not None and operation in _ENDS_SESSIONS:
            self.leaver.sign_in(self.leaver.username, PASSWORD)
            return self.leaver.token
        return "" if self.caller is None else self.caller.token


@dataclass
class Report:
    """How many requests were sent, how they were answered, and one of each kind of fault."""

    requests: Counter[str] = field(default_factory=Counter)  # by phase
    statuses: Counter[int] = field(default_factory=Counter)
    faults: dict[tuple[str, str], str] = field(default_factory=dict)

    @override
    def __str__(self) -> str:
        phases = ", ".join(f"{name} {count}" for name, count in self.requests.items())
        statuses = ", ".join(
            f"{count}x {status}" for status, count in sorted(self.statuses.items())
        )
        return f"{self.total} requests ({phases}), answered {statuses}; {len(self.faults)} faults"

    @property
    def total(self) -> int:
        """The number of requests."""
        return self.requests.total()

    def read(self, event: events.EngineEvent) -> None:
        """Take in what the engine did."""
        if isinstance(event, events.ScenarioFinished):
            self._read_scenario(event)
        elif isinstance(event, events.NonFatalError):
            self.faults[event.label, "error"] = f"{event.label}: {event.value!r}"
        elif isinstance(event, events.FatalError):
            raise event.exception
        elif isinstance(event, events.EngineFinished):
            assert event.stop_reason is StopReason.COMPLETED

    def _read_scenario(self, event: events.ScenarioFinished) -> None:
        recorder = event.recorder
        self.requests[event.phase.value] += len(recorder.interactions)
        for case_id, sent in recorder.interactions.items():
            if sent.response is not None:
                self.statuses[sent.response.status_code] += 1
            for check in recorder.checks.get(case_id, []):
                if check.failure_info is not None:
                    label = recorder.cases[case_id].value.operation.label
                    found = check.failure_info
                    self.faults[label, check.name] = (
                        f"{label}: {found.failure}\n{found.code_sample}"
                    )


def run(url: str, role: Role, amount: Amount, known: dict[str, set[Any]]) -> Report:
    """Send all requests as `role`; half of the ids and names in paths are taken from `known`."""
    schema = schemathesis.openapi.from_dict(
        deepcopy(contract()), config=_config(url, amount, known)
    )

    class Token:
        """The access token, asked for anew with each request."""

        def get(self, case: Case[Any], _: AuthContext) -> str:
            return role.token(str(case.operation.definition.raw["operationId"]))

        def set(self, case: Case[Any], token: str, _: AuthContext) -> None:
            case.headers["Authorization"] = f"Bearer {token}"

    if role.caller is not None:
        schema.auth(refresh_interval=None)(Token)
    report = Report()
    for event in from_schema(schema).execute():
        report.read(event)
    return report


def _config(url: str, amount: Amount, known: dict[str, set[Any]]) -> SchemathesisConfig:
    return SchemathesisConfig.from_dict(
        {
            "seed": amount.seed,
            "base-url": url,
            "continue-on-failure": True,
            "suppress-health-check": ["all"],
            "checks": {"enabled": False} | {name: {"enabled": True} for name in CHECKS},
            "generation": {"database": "none", "no-shrink": True},
            "phases": {
                "coverage": {
                    "enabled": bool(amount.limits),
                    "generation": {"mode": amount.limits or "positive"},
                    "unexpected-methods": [],
                },
                "fuzzing": {"generation": {"max-examples": amount.at_random}},
                "stateful": {
                    "enabled": amount.chains > 0,
                    "generation": {"max-examples": max(amount.chains, 1)},
                },
            },
            "dictionaries": {
                name: {"values": sorted(values, key=str)} for name, values in known.items()
            },
            "parameters": {
                f"path.{name}": {"dictionary": name, "probability": 0.5} for name in known
            },
        }
    )

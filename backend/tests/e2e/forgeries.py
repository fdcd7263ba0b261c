"""Forged callbacks: valid bodies without the secret token, and mutated bodies with it."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.e2e.hooks import confirmation, paid, paybill_path

HOOKS = (
    "stk",
    "b2c/result",
    "b2c/timeout",
    "status/result",
    "status/timeout",
    "balance/result",
    "balance/timeout",
    "reversal/result",
    "reversal/timeout",
    "c2b/confirmation",
    "c2b/validation",
)
_STRANGE: tuple[Any, ...] = (
    None,
    True,
    [],
    {},
    "",
    "x",
    -1,
    0.5,
    10**40,
    "٣",
    "\u202e0",
    [[[]]],
    "0" * 300,
)


@dataclass(frozen=True)
class Forgery:
    """One forged HTTP request."""

    path: str
    body: bytes
    method: str = "POST"


@dataclass(frozen=True)
class Target:
    """What the attacker knows: their own account number and leaked tokens."""

    account: str
    prompt_path: str  # of the attacker's own deposit, which is not paid
    checkout_id: str
    payout_path: str  # of the attacker's own withdrawal, without its result


class Forger:
    """Generates the same forgeries each time, from a seed."""

    def __init__(self, target: Target, *, seed: int) -> None:
        self._target = target
        self._dice = random.Random(seed)
        self._number = 0

    def forgeries(self, count: int) -> Iterator[Forgery]:
        """Yield `count` forgeries, nine in ten without a token."""
        kinds = (
            [self._without_secret] * 45
            + [self._mutated_prompt, self._forged_payment, self._mutated_payment]
            + [self._mutated_payout, self._strange_address]
        )
        for _ in range(count):
            self._number += 1
            yield self._dice.choice(kinds)()

    def _without_secret(self) -> Forgery:
        """A valid body at a path with a random token."""
        hook = self._dice.choice(HOOKS)
        secret = self._dice.randbytes(32).hex()
        bodies: tuple[Any, ...] = (
            paid(amount=1000, receipt=self._receipt(), checkout_id=self._target.checkout_id),
            confirmation(reference=self._target.account, amount="9000.00", receipt=self._receipt()),
            self._result(0),
        )
        return Forgery(f"/hooks/d/{secret}/{hook}", json.dumps(self._dice.choice(bodies)).encode())

    def _mutated_prompt(self) -> Forgery:
        """A mutated success of the attacker's own deposit, with its token."""
        good = paid(amount=1000, receipt=self._receipt(), checkout_id=self._target.checkout_id)
        said = good["Body"]["stkCallback"]
        items = said["CallbackMetadata"]["Item"]
        ways: tuple[tuple[Any, str, Any], ...] = (
            (said, "ResultCode", self._dice.choice((True, "00", None, 7777, "zero", 1e9))),
            (said, "CheckoutRequestID", f"ws_CO_{self._number}"),
            (items[0], "Value", self._dice.choice((1, 999, -1000, "1000,00", 1000.01, 10**40))),
            (good, "Body", self._dice.choice(_STRANGE)),
        )
        place, name, value = self._dice.choice(ways)
        place[name] = value
        said["ResultDesc"] = f"mutant {self._number}"
        return Forgery(self._target.prompt_path, self._crippled(good))

    def _forged_payment(self) -> Forgery:
        """A valid confirmation at the right path for money that was not paid."""
        body = confirmation(
            reference=self._target.account,
            amount=f"{self._dice.randrange(10, 250_000)}.00",
            receipt=self._receipt(),
        )
        return Forgery(paybill_path(), json.dumps(body).encode())

    def _mutated_payment(self) -> Forgery:
        body = confirmation(
            reference=self._target.account, amount="9000.00", receipt=self._receipt()
        )
        for name in self._dice.sample(sorted(body), 2):
            body[name] = self._dice.choice(_STRANGE)
        step = self._dice.choice(("confirmation", "validation"))
        return Forgery(paybill_path(step), self._crippled(body))

    def _mutated_payout(self) -> Forgery:
        """A forged failure of the attacker's own withdrawal, which would release its money."""
        code: Any = self._dice.choice(
            (1, "2040", 17, "SFC_IC0003", 7777, True, None, [], "R000001")
        )
        word = self._dice.choice(("result", "timeout"))
        return Forgery(f"{self._target.payout_path}/{word}", self._crippled(self._result(code)))

    def _strange_address(self) -> Forgery:
        secret = self._dice.choice(("..%2f..", "%00" * 30, "A" * 129, "x", "0" * 64, "é" * 8))
        hook = self._dice.choice((*HOOKS, "b2c/nothing", "", "stk/stk", "admin"))
        method = self._dice.choice(("POST", "POST", "GET", "PUT", "DELETE"))
        path = f"/hooks/d/{secret}/{hook}".encode().decode("latin-1")
        return Forgery(path.replace("é", "%E9").replace("Ã©", "%C3%A9"), b"{}", method)

    def _result(self, code: Any) -> dict[str, Any]:
        return {
            "Result": {
                "ResultType": 0,
                "ResultCode": code,
                "ResultDesc": f"forgery {self._number}",
                "TransactionID": "SKE0000000",
                "ResultParameters": {"ResultParameter": [{"Key": "TransactionAmount", "Value": 1}]},
            }
        }

    def _crippled(self, body: Any) -> bytes:
        raw = json.dumps(body).encode()
        match self._dice.randrange(5):
            case 0:
                return raw[: self._dice.randrange(len(raw))]
            case 1:
                return self._dice.randbytes(self._dice.randrange(200))
            case 2:
                return b"[" * self._dice.randrange(20_000)
            case _:
                return raw

    def _receipt(self) -> str:
        return f"FAKE{self._number:06d}"

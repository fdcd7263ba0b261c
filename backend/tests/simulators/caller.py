"""An integrator that calls the simulators as WageWars would, over real sockets."""

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import httpx
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import load_pem_x509_certificate
from typing_extensions import override

from simulators.core.clock import compact

PASSKEY = "wagewars-simulator-passkey"
TIMEOUT_SECONDS = 8.0


def wait_for(condition: Callable[[], Any], *, seconds: float = TIMEOUT_SECONDS) -> Any:
    """Return the first truthy answer of `condition`. Raises AssertionError after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)
    return found


@dataclass(frozen=True)
class Received:
    """A callback as it came over the wire."""

    path: str
    headers: dict[str, str]
    raw: str

    @property
    def json(self) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(self.raw)
        return body

    @property
    def stk(self) -> dict[str, Any]:
        callback: dict[str, Any] = self.json["Body"]["stkCallback"]
        return callback

    @property
    def result(self) -> dict[str, Any]:
        """The Result envelope of an asynchronous API."""
        body: dict[str, Any] = self.json["Result"]
        return body

    @property
    def parameters(self) -> dict[str, Any]:
        listed = self.result["ResultParameters"]["ResultParameter"]
        return {item["Key"]: item.get("Value") for item in listed}

    @property
    def items(self) -> dict[str, Any]:
        return {item["Name"]: item.get("Value") for item in self.stk["CallbackMetadata"]["Item"]}


@dataclass
class Mailbox:
    """A web server of ours that keeps what it is sent."""

    url: str
    received: list[Received] = field(default_factory=list)
    answers: dict[str, str | None] = field(default_factory=dict)

    def at(self, path: str) -> list[Received]:
        return [message for message in self.received if message.path == path]


@contextmanager
def open_mailbox() -> Iterator[Mailbox]:
    """Listen on loopback; paths below /broken are answered with 500, others as `answers` say."""
    mailbox = Mailbox(url="")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            mailbox.received.append(Received(self.path, headers, raw))
            answer = mailbox.answers.get(self.path, "{}")
            if answer is None:
                time.sleep(1.0)
                self.close_connection = True
                return
            self.send_response(500 if self.path.startswith("/broken") else 200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer.encode())

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 256

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    mailbox.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield mailbox
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Caller:
    """WageWars' side of the wire, for one test and one phone."""

    http: httpx.Client
    mailbox: Mailbox
    msisdn: str
    hook: str
    token: str = ""

    def new_token(self) -> str:
        answer = self.http.get(
            "/daraja/oauth/v1/generate?grant_type=client_credentials", auth=("key", "secret")
        )
        self.token = answer.json()["access_token"]
        return self.token

    def post(self, path: str, body: dict[str, Any], **options: Any) -> httpx.Response:
        if not self.token:
            self.new_token()
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.http.post(f"/daraja{path}", json=body, headers=headers, **options)

    def credentials(self, *, shortcode: str = "600123", passkey: str = PASSKEY) -> dict[str, str]:
        timestamp = compact(time.time())
        password = base64.b64encode((shortcode + passkey + timestamp).encode()).decode()
        return {"BusinessShortCode": shortcode, "Password": password, "Timestamp": timestamp}

    def push_body(self, **changes: Any) -> dict[str, Any]:
        body = {
            **self.credentials(),
            "TransactionType": "CustomerPayBillOnline",
            "Amount": "500",
            "PartyA": self.msisdn,
            "PartyB": "600123",
            "PhoneNumber": self.msisdn,
            "CallBackURL": self.mailbox.url + self.hook,
            "AccountReference": "D12",
            "TransactionDesc": "Deposit",
            **changes,
        }
        return {name: value for name, value in body.items() if value is not None}

    def push(self, **changes: Any) -> httpx.Response:
        return self.post("/mpesa/stkpush/v1/processrequest", self.push_body(**changes))

    def query(self, checkout_request_id: str) -> httpx.Response:
        body = {**self.credentials(), "CheckoutRequestID": checkout_request_id}
        return self.post("/mpesa/stkpushquery/v1/query", body)

    def register(self, *, version: str, **changes: Any) -> httpx.Response:
        return self.post(
            f"/mpesa/c2b/{version}/registerurl",
            {
                "ShortCode": 600123,
                "ResponseType": "Completed",
                "ConfirmationURL": f"{self.mailbox.url}{self.hook}/confirm",
                "ValidationURL": f"{self.mailbox.url}{self.hook}/validate",
                **changes,
            },
        )

    def credential(self, password: str = "Simulator#2026") -> str:
        """Encrypt a password with the certificate that the simulators publish."""
        pem = self.http.get("/_sim/certificate").content
        key = load_pem_x509_certificate(pem).public_key()
        assert isinstance(key, RSAPublicKey)
        return base64.b64encode(key.encrypt(password.encode(), PKCS1v15())).decode()

    def operator(self, **changes: Any) -> dict[str, Any]:
        """Return the fields that all asynchronous requests but B2C share."""
        body = {
            "Initiator": "wagewars-api",
            "SecurityCredential": self.credential(),
            "PartyA": "600123",
            "IdentifierType": "4",
            "Remarks": "Check",
            "ResultURL": self.mailbox.url + self.hook,
            "QueueTimeOutURL": f"{self.mailbox.url}{self.hook}/timeout",
            **changes,
        }
        return {name: value for name, value in body.items() if value is not None}

    def payout_body(self, **changes: Any) -> dict[str, Any]:
        body = {
            "OriginatorConversationID": uuid4().hex,
            "InitiatorName": "wagewars-api",
            "SecurityCredential": self.credential(),
            "CommandID": "BusinessPayment",
            "Amount": "300",
            "PartyA": "600123",
            "PartyB": self.msisdn,
            "Remarks": "Withdrawal",
            "QueueTimeOutURL": f"{self.mailbox.url}{self.hook}/timeout",
            "ResultURL": self.mailbox.url + self.hook,
            "Occassion": "",
            **changes,
        }
        return {name: value for name, value in body.items() if value is not None}

    def pay_out(self, *, version: str = "v3", **changes: Any) -> httpx.Response:
        return self.post(f"/mpesa/b2c/{version}/paymentrequest", self.payout_body(**changes))

    def query_status(self, **changes: Any) -> httpx.Response:
        body = self.operator(**{"CommandID": "TransactionStatusQuery", **changes})
        return self.post("/mpesa/transactionstatus/v1/query", body)

    def query_balance(self, **changes: Any) -> httpx.Response:
        body = self.operator(**{"CommandID": "AccountBalance", **changes})
        return self.post("/mpesa/accountbalance/v1/query", body)

    def reverse(self, receipt: str, amount: int, **changes: Any) -> httpx.Response:
        body = self.operator(
            CommandID="TransactionReversal",
            TransactionID=receipt,
            Amount=amount,
            ReceiverParty="600123",
            RecieverIdentifierType="11",
            Remarks="Refund",
            PartyA=None,
            IdentifierType=None,
            **changes,
        )
        return self.post("/mpesa/reversal/v1/request", body)

    def fund(self, amount: float) -> None:
        """Put money into the utility account."""
        assert self.http.put("/_sim/org", json={"utility": amount}).status_code == 200

    def org(self) -> dict[str, Any]:
        view: dict[str, Any] = self.http.get("/_sim/org").json()
        return view

    def paid_in(self, amount: int = 100, **payment: Any) -> str:
        """Pay into the paybill from the menu and return the receipt."""
        body = {"msisdn": self.msisdn, "amount": amount, **payment}
        receipt: str = self.http.post("/_sim/c2b", json=body).json()["receipt"]
        return receipt

    def timeout_notice(self) -> Received:
        """Wait for the first notice to our QueueTimeOutURL."""
        first: Received = wait_for(lambda: self.mailbox.at(f"{self.hook}/timeout"))[0]
        return first

    def callbacks(self, count: int) -> list[Received]:
        """Wait until that many callbacks have come to our hook, and return them."""
        wait_for(lambda: len(self.mailbox.at(self.hook)) >= count)
        return self.mailbox.at(self.hook)

    def callback(self) -> Received:
        """Wait for the first callback to our hook."""
        first: Received = wait_for(lambda: self.mailbox.at(self.hook))[0]
        return first

    def confirmation(self) -> Received:
        """Wait for the first C2B confirmation."""
        first: Received = wait_for(lambda: self.mailbox.at(f"{self.hook}/confirm"))[0]
        return first

    def code_after_push(self, **changes: Any) -> Any:
        """Push, wait for the callback and return its ResultCode."""
        assert self.push(**changes).status_code == 200
        return self.callback().stk["ResultCode"]

    def phone(self) -> dict[str, Any]:
        view: dict[str, Any] = self.http.get(f"/_sim/phones/{self.msisdn}").json()
        return view

    def set_profile(self, **profile: Any) -> None:
        assert self.http.put(f"/_sim/phones/{self.msisdn}", json=profile).status_code == 200

    def answer_prompt(self, **answer: Any) -> httpx.Response:
        """Type a PIN into, or cancel, the newest prompt."""
        prompt_id = self.phone()["prompts"][0]["id"]
        return self.http.post(f"/_sim/phones/{self.msisdn}/prompts/{prompt_id}", json=answer)

    def fault(self, api: str, kind: str, **spec: Any) -> None:
        answer = self.http.post("/_sim/faults", json={"api": api, "kind": kind, **spec})
        assert answer.status_code == 201, answer.text

    def switch(self, **switches: Any) -> None:
        assert self.http.put("/_sim/switches", json=switches).status_code == 200

    def org_balance(self) -> int:
        balance: int = self.http.get("/_sim/org").json()["balance"]
        return balance

"""The client of the API that tests, the load test and the benchmarks share.

`ApiClient` blocks. `Credentials`, `result` and `means_later` know how the API is spoken to and do
no input or output, for a client that works in an event loop.
"""

import secrets
from typing import Any

import httpx

from devstack import staff_codes

PREFIX = "/api/v1"
PASSWORD = "Karibu-WageWars-1"  # noqa: S105  # of every player that registers through the API


class Refused(Exception):
    """The API answered with a problem (RFC 9457); `code` says which one."""

    def __init__(self, response: httpx.Response) -> None:
        request = response.request
        super().__init__(
            f"{request.method} {request.url.path}: {response.status_code} {response.text[:300]}"
        )
        self.status = response.status_code
        self.problem: dict[str, Any] = response.json()
        self.code = str(self.problem.get("code"))


def new_key() -> str:
    """Return the Idempotency-Key of a new command."""
    return secrets.token_hex(8)


def result(response: httpx.Response) -> Any:
    """Return the JSON of a success, None if it has no body; raises Refused."""
    if not response.is_success:
        raise Refused(response)
    return response.json() if response.content else None


def means_later(response: httpx.Response) -> bool:
    """Return True if the same request, with the same key, shall be sent again after a pause."""
    if response.status_code == 409:
        return bool(response.json().get("code") == "idempotency_key_busy")
    return response.status_code >= 500 or response.status_code == 429


def registration(name: str, phone: str) -> dict[str, str]:
    """Return what `POST /auth/register` takes for a player of full age."""
    return {
        "username": name,
        "email": f"{name}@players.wagewars.example",
        "phone": phone,
        "password": PASSWORD,
        "date_of_birth": "1998-04-12",
        "cod_username": f"{name[:25]}#254",  # nobody stakes without one
    }


def sms_code(text: str) -> str:
    """Return the six digits of an SMS that begins with no other number."""
    return "".join(letter for letter in text if letter.isdigit())[:6]


class Credentials:
    """Access token and refresh cookie of one player; empty while they are signed out."""

    def __init__(self) -> None:
        self.token = ""
        self.refresh_cookie = ""

    def keep(self, response: httpx.Response) -> None:
        """Keep what a sign-in or a refresh answered; raises Refused."""
        self.token = result(response)["access_token"]
        for header in response.headers.get_list("set-cookie"):
            name, _, value = header.partition(";")[0].partition("=")
            if name == "refresh":
                self.refresh_cookie = value

    def forget(self) -> None:
        """Sign out without telling the API, as an app does that was installed anew."""
        self.token = self.refresh_cookie = ""

    def headers(self, key: str | None = None) -> dict[str, str]:
        """Return the headers of a request with this Idempotency-Key."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return headers | ({"Idempotency-Key": key} if key else {})


class ApiClient:
    """One player's connections to the API at `url`; paths are below /api/v1.

    `http` sends the access token with every request from the sign-in on.
    """

    def __init__(self, url: str, *, timeout: float = 30) -> None:
        self.http = httpx.Client(
            base_url=f"{url}{PREFIX}",
            timeout=timeout,
            trust_env=False,
            verify=False,  # nosec B501  # noqa: S501  # plain HTTP; reading all certificates takes 30 ms
        )

    def request(
        self, method: str, path: str, *, key: str | None = None, **options: Any
    ) -> httpx.Response:
        """Send one request, with an Idempotency-Key if one is given."""
        headers = {"Idempotency-Key": key} if key else {}
        return self.http.request(method, path, headers=headers, **options)

    def get(self, path: str, **query: Any) -> Any:
        """Return the JSON of what must be there; raises Refused."""
        return result(self.request("GET", path, params=query or None))

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> httpx.Response:
        """POST JSON; the answer may be a refusal."""
        return self.request("POST", path, key=key, json=body)

    def delete(self, path: str) -> httpx.Response:
        """DELETE; the answer may be a refusal."""
        return self.request("DELETE", path)

    @property
    def token(self) -> str:
        """The access token; empty while signed out."""
        return str(self.http.headers.get("Authorization", "")).removeprefix("Bearer ")

    @token.setter
    def token(self, value: str) -> None:
        if value:
            self.http.headers["Authorization"] = f"Bearer {value}"
        else:
            self.http.headers.pop("Authorization", None)

    def sign_in(self, name: str, password: str = PASSWORD) -> None:
        """Sign in by username, e-mail or phone; raises Refused.

        Staff shows the codes of the demo's authenticator, now and with what asks for a fresh one.
        """
        form = {"username": name, "password": password}
        self.token = ""
        answer = staff_codes.sign_in(self._log_in, form)
        self.token = result(answer)["access_token"]
        if b"&code=" in answer.request.content:
            staff_codes.show_fresh_codes(self.http, name)

    def _log_in(self, form: dict[str, str]) -> httpx.Response:
        return self.request("POST", "/auth/login", data=form)

    def close(self) -> None:
        """Close the connections."""
        self.http.close()

"""The main story over TLS through the proxy: register, pay in, play, be paid, pay out."""

from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from ops.compose_test.counts import Counts
from ops.compose_test.player import Player
from ops.compose_test.stacks import Stack
from ops.errors import OpsError

_DEPOSIT, _STAKE, _PRIZE, _PAYOUT = 500, 100, 180, 135


def new_http(stack: Stack) -> httpx.AsyncClient:
    """Return connections that believe the certificate of this stack only."""
    limits = httpx.Limits(max_connections=100, keepalive_expiry=30)
    return httpx.AsyncClient(
        base_url=stack.url,
        verify=stack.tls,
        timeout=30,
        trust_env=False,
        limits=limits,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # players keep their own
    )


async def play(stack: Stack, counts: Counts) -> None:
    """Play it once; raises OpsError at the first answer that is not as it should be."""
    async with new_http(stack) as http:
        await _require_redirect(stack)
        winner, loser = (Player(stack, http, counts, number) for number in (0, 1))
        await winner.request("PAGE", "/")
        for player in (winner, loser):
            await player.sign_up()
            await player.deposit(_DEPOSIT)
            player.listen()
        match = await play_match(winner, loser, stake=_STAKE)
        _require_equal(await winner.balance(), _DEPOSIT - _STAKE + _PRIZE)
        _require_equal(await loser.balance(), _DEPOSIT - _STAKE)
        await _withdraw(winner)
        _require_equal(await winner.balance(), _DEPOSIT - _STAKE + _PRIZE - _PAYOUT)
        for player in (winner, loser):
            await player.hang_up()
            if match not in player.told:
                raise OpsError(f"the socket of {player.name} was not told of match {match}")


async def play_match(winner: Player, loser: Player, *, stake: int) -> int:
    """Play one match from challenge to settlement; return its number."""
    challenge = {"wager_amount": stake, "opponent": loser.name}
    code = (await winner.request("POST", "/matches/challenges", challenge))["code"]
    accepted = await loser.request("POST", f"/matches/challenges/{code}/accept")
    match = int(accepted["match_id"])
    for player in (winner, loser):
        await player.request("POST", f"/matches/{match}/ready")
    await winner.request("POST", f"/matches/{match}/report", {"outcome": "won"})
    await loser.request("POST", f"/matches/{match}/report", {"outcome": "lost"})
    await winner.until(f"/matches/{match}", lambda found: bool(found["status"] == "completed"))
    return match


async def _withdraw(player: Player) -> None:
    before = set(await player.texts())
    made = await player.request("POST", "/payments/withdrawals", {"amount": _PAYOUT})
    path = f"/payments/withdrawals/{made['id']}"
    code = await player.read_code("", after=before)
    await player.request("POST", f"{path}/confirm", {"code": code})
    await player.until(path, lambda found: bool(found["status"] == "completed"))


async def _require_redirect(stack: Stack) -> None:
    if not stack.http_url:
        return
    async with httpx.AsyncClient(trust_env=False) as plain:
        answer = await plain.get(f"{stack.http_url}/wallet")
    if answer.headers.get("location") != "https://localhost/wallet":
        raise OpsError(f"plain http is answered {answer.status_code}, not sent to https")


def _require_equal(found: float, expected: float) -> None:
    if found != expected:
        raise OpsError(f"a wallet holds {found}, and should hold {expected}")

"""A simulated player: registers, pays in, and plays game after game until the run closes."""

import asyncio
import time
from dataclasses import replace
from random import Random

import httpx

from devstack.api_client import Refused, sms_code
from load.behaviour import Behaviour, Disconnect, behaviour_of
from load.match_play import MatchPlay
from load.matchmaking import Matchmaking, OpenSearch
from load.simulation import Simulation
from load.user import User

_CODE_SECONDS = 120
_PAYING_SECONDS = 120.0
_DEPOSITS = (500, 750, 1000, 1250, 1500, 2000)  # KES


class Player:
    """One simulated player from arrival to the end."""

    def __init__(self, simulation: Simulation, number: int) -> None:
        self._user = User(simulation, number)
        self.client = self._user.client
        self._simulation = simulation
        self._last_ended_at: float | None = None  # seconds since 1970
        self._rng = Random(f"{simulation.seed}:player:{number}")
        self._matchmaking = Matchmaking(self._user, simulation, self._rng)

    async def run(self, *, after_seconds: float) -> None:
        """Arrive, play until the run closes, and leave no match and no ticket behind."""
        await asyncio.sleep(after_seconds)
        try:
            await self._sign_up()
            await self._play_until_closing()
            await self._finish()
            self._user.set_stage("finished")
        except (Refused, TimeoutError, httpx.TransportError) as error:
            self._simulation.counters.add_error(f"{self.client.name} was stuck: {error!r}")
            self._user.set_stage("stuck")
        finally:
            await self._user.listener.abort()

    async def _sign_up(self) -> None:
        self._user.set_stage("arriving")
        await self.client.register(self._user.phone)
        me = await self.client.get("/users/me")
        if not me["is_verified"]:
            await self.client.post("/auth/verify-phone", {"code": await self._read_code()})
        await self._name_themselves(self._user.profile.game[2])
        if self._user.profile.uses_socket:
            await self._user.listener.open()
        await self._deposit()

    async def _name_themselves(self, platform: str) -> None:
        """Say who they are in their game; the name at Activision came with the registration."""
        if platform != "acti":
            body = {"username": f"{self.client.name}_{platform}"}
            await self.client.put(f"/users/me/game-accounts/{platform}", body)

    async def _read_code(self) -> str:
        """Return the six digits of the SMS; raises TimeoutError when none comes."""
        path = f"/_sim/phones/{self._user.phone}"
        for _ in range(_CODE_SECONDS):
            await asyncio.sleep(1)
            inbox = (await self._simulation.simulators.get(path)).json()["sms"]
            texts = [sms["text"] for sms in inbox if "WageWars: your code" in sms["text"]]
            if texts:
                return sms_code(texts[0])
        raise TimeoutError(f"{self.client.name} got no code")

    async def _deposit(self) -> None:
        """Pay in; the simulated phone approves by itself."""
        self._user.set_stage("paying in")
        amount = self._rng.choice(_DEPOSITS) + self._rng.randrange(100)
        made = await self.client.post("/payments/deposits", {"amount": amount})
        give_up_at = time.monotonic() + _PAYING_SECONDS
        while time.monotonic() < give_up_at:
            await self._user.pause()
            deposit = await self.client.get(f"/payments/deposits/{made['id']}")
            if deposit["status"] == "completed":
                self._user.count("deposits")
                self._simulation.counters.deposited += amount
                return
            if deposit["status"] == "failed":
                self._user.count("deposits that failed")
                return
        raise TimeoutError(f"the deposit {made['id']} of {self.client.name} does not end")

    async def _play_until_closing(self) -> None:
        game = 0
        while not self._simulation.closing.is_set():
            await self._play_game(self._behaviour(game))
            self._user.set_stage("resting")
            rest_seconds = self._user.profile.rest_seconds
            await self._simulation.rest(self._rng.expovariate(1 / rest_seconds))
            game += 1

    async def _finish(self) -> None:
        """Stop searching, and play to the end what has begun meanwhile, without any trouble."""
        calm = replace(
            self._behaviour(0),
            patience_seconds=0.0,
            disconnect=Disconnect.NONE,
            taps_twice=False,
            is_killed=False,
        )
        while (await self._user.queue_status())["status"] != "idle":
            await self._play_game(calm)

    def _behaviour(self, game: int) -> Behaviour:
        user = self._user
        return behaviour_of(self._simulation.seed, user.number, game, user.profile)

    async def _play_game(self, behaviour: Behaviour) -> None:
        """Join (or go on where the server says the player is), find an opponent, play."""
        status = await self._user.queue_status()
        search: OpenSearch | None = None
        if status["status"] == "idle":
            joined = await self._join(behaviour)
            if joined is None:
                return
            status, search = joined
        if status["status"] == "searching":
            if search is None:
                since = self._last_ended_at or time.time()
                search = await self._matchmaking.adopt(status, since=since)
            status = await self._matchmaking.wait_for_match(search, behaviour)
        if status["status"] == "matched":
            match_id = status["match_id"]
            match = MatchPlay(self._user, self._simulation, behaviour, match_id)
            made_at = await match.begin()
            if search is not None:
                self._matchmaking.add_found(search, match_id, made_at)
            self._last_ended_at = await match.play()

    async def _join(self, behaviour: Behaviour) -> tuple[dict[str, object], OpenSearch] | None:
        me = await self.client.get("/users/me")
        if float(me["wallet_balance"]) < behaviour.stake:
            await self._deposit()
        return await self._matchmaking.join(behaviour, int(me["current_rank"]))

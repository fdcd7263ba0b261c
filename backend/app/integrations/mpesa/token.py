"""The access token, of which there is one for all our processes.

Each new one may kill the one before (daraja.md §1), so workers that mint for themselves log each
other out. It lives in Redis behind a lock; without Redis every process gets along by itself.
"""

import hashlib
import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from redis import Redis, RedisError

from app.integrations.mpesa.errors import TokenTrouble

logger = logging.getLogger(__name__)

MARGIN_SECONDS = 300  # thrown away so long before it dies
LOCK_SECONDS = 45  # longer than a mint can take
POLL_SECONDS = 0.05
REST_SECONDS = 2.0  # after a mint failed: those who waited for it need not fail one by one

_DELETE_IF_SAME = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""


@dataclass(frozen=True)
class Minted:
    """A new token and its lifetime in seconds."""

    token: str
    expires_in: int

    @property
    def keep_seconds(self) -> int:
        """How long to use it."""
        return max(self.expires_in - MARGIN_SECONDS, 30)


class SharedToken:
    """One token, minted by one caller at a time."""

    def __init__(self, redis: Redis, *, consumer_key: str, mint: Callable[[], Minted]) -> None:
        account = hashlib.sha256(consumer_key.encode()).hexdigest()[:12]
        self._key = f"daraja:token:{account}"
        self._lock_key = f"{self._key}:lock"
        self._redis = redis
        self._mint = mint
        self._one_at_a_time = threading.Lock()
        self._own: tuple[str, float] | None = None
        self._rest_until = 0.0

    def get(self) -> str:
        """Return a token that should be good; raises TokenTrouble."""
        try:
            return self._shared() or self._get_or_mint()
        except RedisError:
            logger.warning("Redis is away: this process uses an M-Pesa token of its own")
            return self._get_own()

    def drop(self, token: str) -> None:
        """Forget `token`, which M-Pesa did not take, but not one fetched since."""
        if self._own is not None and self._own[0] == token:
            self._own = None
        try:
            self._redis.eval(_DELETE_IF_SAME, 1, self._key, token)
        except RedisError:
            logger.warning("Redis is away: the shared M-Pesa token could not be dropped")

    def _shared(self) -> str | None:
        found = self._redis.get(self._key)
        return str(found) if found else None

    def _get_or_mint(self) -> str:
        with self._one_at_a_time:
            deadline = time.monotonic() + LOCK_SECONDS
            owner = secrets.token_hex(8)
            while time.monotonic() < deadline:
                found = self._shared()
                if found is not None:
                    return found
                if self._redis.set(self._lock_key, owner, nx=True, px=LOCK_SECONDS * 1000):
                    return self._mint_for_all(owner)
                time.sleep(POLL_SECONDS)
        raise TokenTrouble("no process got a token in time")

    def _mint_for_all(self, owner: str) -> str:
        try:
            # Another process may have finished between our read and our lock.
            found = self._shared()
            if found is not None:
                return found
            minted = self._mint_unless_resting()
            self._redis.set(self._key, minted.token, ex=minted.keep_seconds)
            return minted.token
        finally:
            self._redis.eval(_DELETE_IF_SAME, 1, self._lock_key, owner)

    def _get_own(self) -> str:
        with self._one_at_a_time:
            if self._own is None or self._own[1] <= time.monotonic():
                minted = self._mint_unless_resting()
                self._own = (minted.token, time.monotonic() + minted.keep_seconds)
            return self._own[0]

    def _mint_unless_resting(self) -> Minted:
        if time.monotonic() < self._rest_until:
            raise TokenTrouble("the last attempt failed a moment ago")
        try:
            return self._mint()
        except TokenTrouble:
            self._rest_until = time.monotonic() + REST_SECONDS
            raise

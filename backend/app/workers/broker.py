"""Redis as Celery's broker, with fixes of kombu so that a worker survives an outage of Redis."""

from typing import Any

from kombu import transport
from kombu.transport import redis as kombu_redis
from redis.exceptions import ConnectionError as RedisConnectionError

from app.core.redis import sentinel_options
from app.core.redis_address import read_sentinel_address


def broker_configuration(redis_url: str) -> dict[str, Any]:
    """Return Celery's settings for the broker at `redis_url`, sentinels or a server itself."""
    options: dict[str, Any] = {
        "visibility_timeout": 120,
        "socket_timeout": 2,
        "socket_connect_timeout": 2,
        # A server that fell silent without closing is left after three to five seconds, not 26.
        "health_check_interval": 2,
        # A request that enqueues must not wait for a dead Redis, otherwise for six seconds; sweeps
        # find the work. Workers and beat reconnect by rules of their own.
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
    }
    address = read_sentinel_address(redis_url)
    if address is None:
        return {
            "broker_url": redis_url,
            "broker_transport": "app.workers.broker:Transport",
            "broker_transport_options": options,
        }
    options |= {"master_name": address.name, "sentinel_kwargs": sentinel_options(address)}
    # Not by `broker_transport`: with several addresses kombu forgets it at the first reconnection.
    transport.TRANSPORT_ALIASES["sentinel"] = "app.workers.broker:SentinelTransport"
    return {"broker_url": address.broker_urls, "broker_transport_options": options}


class _LastingChannel:
    """Raises a connection error for a closed connection, which Celery handles.

    A worker that loses Redis closes its connection while tasks run. kombu 5.7 then looks for the
    address of a connection that is gone, and the AttributeError ends the worker (seen once in some
    fifty crashes of Redis, and at the third of a primary with sentinels). As a connection error it
    leads to a new connection.
    """

    connection: Any

    def _connparams(self, asynchronous: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002
        if getattr(self.connection, "client", None) is None:
            raise RedisConnectionError("the connection of this channel has been closed")
        parameters: dict[str, Any] = super()._connparams(asynchronous)  # type: ignore[misc]
        return parameters


class Channel(_LastingChannel, kombu_redis.Channel):
    """The channel of a server itself."""


class Transport(kombu_redis.Transport):
    """The broker's transport, for the setting `broker_transport`."""

    Channel = Channel


class SentinelChannel(_LastingChannel, kombu_redis.SentinelChannel):
    """The channel of the primary that sentinels name."""


class SentinelTransport(kombu_redis.SentinelTransport):
    """The broker's transport for addresses of sentinels."""

    Channel = SentinelChannel

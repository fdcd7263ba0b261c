"""Redis as Celery's broker, with one fix of kombu so that a worker survives an outage of Redis."""

from typing import Any

from kombu.transport import redis as kombu_redis
from redis.exceptions import ConnectionError as RedisConnectionError


class Channel(kombu_redis.Channel):
    """Raises a connection error for a closed connection, which Celery handles.

    A worker that loses Redis closes its connection while tasks run. kombu 5.7 then looks for the
    address of a connection that is gone, and the AttributeError ends the worker (seen once in some
    fifty crashes of Redis). As a connection error it leads to a new connection.
    """

    def _connparams(self, asynchronous: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002
        if getattr(self.connection, "client", None) is None:
            raise RedisConnectionError("the connection of this channel has been closed")
        parameters: dict[str, Any] = super()._connparams(asynchronous)  # type: ignore[misc]
        return parameters


class Transport(kombu_redis.Transport):
    """The broker's transport, for the setting `broker_transport`."""

    Channel = Channel

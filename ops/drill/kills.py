"""What is killed or frozen in a drill, and what has to be back within how many seconds."""

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from ops.drill.cluster import Cluster
from ops.drill.machines import Machine

_DATABASE_SECONDS = 30.0
_QUICK_SECONDS = 10.0
# What a supervisor lets pass before it starts a process again (systemd's RestartSec).
_SUPERVISOR_SECONDS = 3.0


@dataclass(frozen=True)
class Kill:
    """`act` breaks something and returns what mends it, besides starting the dead again."""

    name: str
    act: Callable[[Cluster], Callable[[], None]]
    within: float  # seconds, until writes and deposits are back


def _nothing() -> None:
    pass


def _leader(cluster: Cluster) -> str:
    leader = cluster.postgres.leader()
    assert leader is not None
    return leader


def _primary_machine(cluster: Cluster) -> Callable[[], None]:
    cluster.postgres.kill_machine(_leader(cluster))
    return _nothing


def _postmaster(cluster: Cluster) -> Callable[[], None]:
    cluster.postgres.kill_postmaster(_leader(cluster))
    return _nothing


def _replica(cluster: Cluster) -> Callable[[], None]:
    standby = cluster.postgres.synchronous_standby()
    assert standby is not None
    cluster.postgres.kill_machine(standby)
    return _nothing


def _frozen_primary(cluster: Cluster) -> Callable[[], None]:
    leader = _leader(cluster)
    cluster.postgres.signal_machine(leader, signal.SIGSTOP)
    return lambda: cluster.postgres.signal_machine(leader, signal.SIGCONT)


def _redis(cluster: Cluster) -> Callable[[], None]:
    primary = cluster.redis.primary()
    cluster.redis.kill(primary)
    return lambda: cluster.redis.start(primary)


def _api_host(cluster: Cluster) -> Callable[[], None]:
    cluster.hosts["a1"].kill()
    return _nothing


def _worker_host(cluster: Cluster) -> Callable[[], None]:
    cluster.workers["w1"].kill()
    return _nothing


def _supervised(machine: Machine) -> Callable[[], None]:
    machine.kill()
    time.sleep(_SUPERVISOR_SECONDS)
    machine.start()
    return _nothing


def _etcd_member(cluster: Cluster) -> Callable[[], None]:
    leader = cluster.postgres.etcd_leader()  # the worst of the three to lose
    assert leader is not None
    cluster.postgres.etcd[leader].kill()
    return _nothing


def _etcd(cluster: Cluster) -> Callable[[], None]:
    for member in cluster.postgres.etcd.values():
        member.kill()
    return _nothing


KILLS = {
    kill.name: kill
    for kill in (
        Kill("primary's machine", _primary_machine, _DATABASE_SECONDS),
        Kill("postmaster", _postmaster, _DATABASE_SECONDS),
        Kill("synchronous replica", _replica, _DATABASE_SECONDS),
        Kill("frozen primary", _frozen_primary, _DATABASE_SECONDS),
        Kill("etcd's leader", _etcd_member, _QUICK_SECONDS),
        Kill("all of etcd", _etcd, _QUICK_SECONDS),
        Kill("HAProxy", lambda cluster: _supervised(cluster.haproxy), _DATABASE_SECONDS),
        Kill("PgBouncer", lambda cluster: _supervised(cluster.pgbouncer), _DATABASE_SECONDS),
        Kill("Redis primary", _redis, _QUICK_SECONDS),
        Kill("API host", _api_host, _QUICK_SECONDS),
        Kill("worker host", _worker_host, _QUICK_SECONDS),
    )
}

"""HAProxy before PostgreSQL and the API, and PgBouncer before HAProxy."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from devstack import postgres, secrets
from ops.drill import tools
from ops.drill.machines import Machine, command

_HAPROXY = """
global
  maxconn 2000
defaults
  timeout connect 2s
  timeout client 60s
  timeout server 60s
  timeout check 1s
listen primary
  mode tcp
  timeout client 1h
  timeout server 1h
  bind 127.0.0.1:{primary}
  option httpchk OPTIONS /primary
  http-check expect status 200
  default-server inter 1s fastinter 300ms fall 2 rise 1 on-marked-down shutdown-sessions
{databases}
listen api
  mode http
  bind 127.0.0.1:{api}
  option httpchk GET /readyz
  http-check expect status 200
  option redispatch
  retries 3
  default-server inter 500ms fastinter 200ms fall 2 rise 1 on-marked-down shutdown-sessions
{hosts}
"""
_PGBOUNCER = """
[databases]
{database} = host=127.0.0.1 port={primary}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {users}
pool_mode = transaction
default_pool_size = 40
max_client_conn = 400
server_login_retry = 1
server_connect_timeout = 2
server_check_delay = 5
query_wait_timeout = 15
tcp_user_timeout = 5000
tcp_keepidle = 5
"""


def haproxy(
    folder: Path,
    *,
    listens: Mapping[str, int],
    databases: Mapping[int, int],
    hosts: Mapping[str, int],
) -> Machine:
    """Return HAProxy at `listens` (primary, api); `databases` maps ports to those of Patroni."""
    configuration = folder / "haproxy.cfg"
    configuration.write_text(
        _HAPROXY.format(
            **listens,
            databases="\n".join(
                f"  server d{port} 127.0.0.1:{port} maxconn 100 check port {rest}"
                for port, rest in databases.items()
            ),
            hosts="\n".join(
                f"  server {name} 127.0.0.1:{port} check" for name, port in hosts.items()
            ),
        )
    )
    argv = [tools.program("haproxy"), "-db", "-f", str(configuration)]
    return Machine("haproxy", folder, {"haproxy": command(argv, folder)})


def pgbouncer(folder: Path, *, listen: int, primary: int, app_url: str) -> Machine:
    """Return PgBouncer at `listen` for the app's login, before HAProxy at `primary`."""
    own = folder / "pgbouncer"
    own.mkdir(exist_ok=True)
    login = urlsplit(app_url)
    users = own / "users.txt"
    secrets.write_private(users, f'"{login.username}" "{login.password}"\n')
    configuration = own / "pgbouncer.ini"
    configuration.write_text(
        _PGBOUNCER.format(database=postgres.DATABASE, primary=primary, listen=listen, users=users)
    )
    _, user = postgres.server_programs()  # it refuses to run as root, too
    if user is not None:
        for path in (users, configuration):
            postgres.give(path, user)
    argv = [tools.program("pgbouncer"), str(configuration)]
    return Machine("pgbouncer", folder, {"pgbouncer": command(argv, own, user=user)})

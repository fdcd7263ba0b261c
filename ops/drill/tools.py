"""The programs that the drill needs, and how to install those that are missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from devstack.errors import StackError
from devstack.instances import DEFAULT_DATA

_PATRONI = "4.1.5"
_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
_PACKAGES = {"etcd": "etcd-server", "haproxy": "haproxy", "pgbouncer": "pgbouncer"}
# Where the account that runs PostgreSQL for root can look (devstack/postgres.py).
_FOR_ALL = Path("/var/lib/wagewars-devstack")


def require() -> None:
    """Raise StackError, with the command that installs them, if programs are missing."""
    missing = [package for name, package in _PACKAGES.items() if not shutil.which(name, path=_PATH)]
    if missing:
        raise StackError(
            f"The drill needs programs that are not here. Install them, as root:\n"
            f"  apt-get install --no-install-recommends {' '.join(missing)}"
        )


def program(name: str) -> str:
    """Return the path of etcd, haproxy or pgbouncer."""
    found = shutil.which(name, path=_PATH)
    if found is None:
        raise StackError(f"{name} is missing: apt-get install {_PACKAGES[name]}")
    return found


def patroni() -> str:
    """Return the path of Patroni, from PyPI into an environment of its own at first use."""
    is_root = os.geteuid() == 0
    folder = (_FOR_ALL if is_root else DEFAULT_DATA) / f"patroni-{_PATRONI}"
    command = folder / "bin" / "patroni"
    if not command.exists():
        # Root's own Python may be in a folder that no other account may enter.
        python = "/usr/bin/python3" if is_root else sys.executable
        folder.parent.mkdir(parents=True, exist_ok=True)
        print(f"installing Patroni {_PATRONI} from PyPI into {folder}", flush=True)
        wanted = [f"patroni[etcd3]=={_PATRONI}", "psycopg2-binary"]
        try:
            subprocess.run([python, "-m", "venv", str(folder)], check=True)
            subprocess.run([str(folder / "bin" / "pip"), "install", "-q", *wanted], check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise StackError(
                f"Patroni could not be installed ({error}). As root it needs Debian's Python:\n"
                "  apt-get install python3-venv"
            ) from error
    return str(command)

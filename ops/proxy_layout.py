"""Lay out nginx.conf and ops/nginx/ in a folder of one's own, for a check or a test without root.

The files are those that containers mount; only the places that a container has and this machine has
not are replaced: the account, the certificate, /run, /var/cache and the standard streams.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONFIGURATION = ROOT / "nginx.conf"
INCLUDED = ROOT / "ops" / "nginx"


def lay_out(
    folder: Path, *, options: Sequence[str] = (), ports: tuple[int, int] = (80, 443)
) -> Path:
    """Fill `folder` with what /etc/nginx is in a container; returns the path of nginx.conf.

    `options` names files of ops/nginx/options without their ending; `ports` are those of http and
    https on 127.0.0.1. The certificate is made up.
    """
    replaced = {
        # Else root's workers would be "nobody", who may not enter a folder of root's.
        "user nginx;": "user root;" if os.geteuid() == 0 else "",
        "listen 80": f"listen 127.0.0.1:{ports[0]}",
        "listen 443": f"listen 127.0.0.1:{ports[1]}",
        "/run/nginx.pid": str(folder / "nginx.pid"),
        "/var/cache/nginx": str(folder / "cache"),
        "/var/www/acme": str(folder / "acme"),
        "/dev/stderr": str(folder / "error.log"),
        "/dev/stdout": str(folder / "access.log"),
    }
    for name in ("wagewars", "options", "tls", "cache"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    modules = Path("/etc/nginx/modules-enabled")
    if modules.is_dir() and not (folder / "modules-enabled").exists():
        (folder / "modules-enabled").symlink_to(modules)
    sources = {CONFIGURATION: folder / "nginx.conf"}
    sources |= {path: folder / "wagewars" / path.name for path in INCLUDED.glob("*.conf")}
    for name in options:
        path = INCLUDED / "options" / f"{name}.conf"
        sources[path] = folder / "options" / path.name
    for source, target in sources.items():
        text = source.read_text()
        for here, there in replaced.items():
            text = text.replace(here, there)
        target.write_text(text)
    make_certificate(folder / "tls")
    return folder / "nginx.conf"


def make_certificate(folder: Path) -> None:
    """Make a key and a certificate for localhost, signed by itself and good for a day."""
    if (folder / "privkey.pem").exists():
        return
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    argv = ["openssl", "req", "-x509", *key, *files, *subject]
    subprocess.run(argv, check=True, capture_output=True)


def nginx_program() -> str | None:
    """Return the path of nginx, which Debian keeps where only root looks; None without one."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def has_brotli() -> bool:
    """Return whether Debian's module for brotli is there."""
    return any(Path("/etc/nginx/modules-enabled").glob("*brotli-filter*"))

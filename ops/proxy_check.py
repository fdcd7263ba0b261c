"""Check the proxy's configuration as it is deployed, in each of its forms: gixy, and nginx itself.

python -m ops.proxy_check gixy      # what is valid and wrong: dropped headers, forged ones
python -m ops.proxy_check nginx     # what nginx would not start with
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from ops import proxy_layout

_OPTIONS = tuple(sorted(path.stem for path in (proxy_layout.INCLUDED / "options").glob("*.conf")))
# The oldest public nginx without a hole that gixy knows of; Debian mends its own 1.22.
_OLDEST_SAFE = "1.30.6"


def main() -> int:
    """Check the plain configuration, and that with all options; returns 0 if both pass."""
    tool = sys.argv[1] if sys.argv[1:] in (["gixy"], ["nginx"]) else sys.exit(__doc__)
    with tempfile.TemporaryDirectory(prefix="wagewars-proxy-") as name:
        plain, full = (
            proxy_layout.lay_out(Path(name, form), options=options)
            for form, options in (("plain", ()), ("full", _OPTIONS))
        )
        if tool == "gixy":
            kept = full.parent / "wagewars" / "upstreams-kept.conf"
            kept.replace(kept.with_name("upstreams.conf"))  # Debian's nginx does not know it
            return max(_gixy(plain), _gixy(full, "--nginx-version", _OLDEST_SAFE))
        return max(_nginx(plain), _nginx(full))


def _gixy(configuration: Path, *arguments: str) -> int:
    gixy = Path(sys.executable).with_name("gixy")
    return _run([str(gixy), *arguments, str(configuration)])


def _nginx(configuration: Path) -> int:
    if not proxy_layout.has_brotli():
        (configuration.parent / "options" / "brotli.conf").unlink(missing_ok=True)
    return _run([str(proxy_layout.nginx_program()), "-q", "-t", "-c", str(configuration)])


def _run(argv: list[str]) -> int:
    return subprocess.run(argv, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

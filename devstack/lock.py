"""Compile requirements*.in into requirements*.txt: every package pinned and hashed.

Universal (Python 3.11 and later, Linux and macOS), without download addresses.
"""

import os
import subprocess
import sys

from devstack.instances import ROOT

_TOOLS = ROOT / ".data" / "lock-tools"
_OLDEST_PYTHON = "3.11"


def main() -> int:
    """Compile all files, each within the bounds of those before it; returns the exit code."""
    # uv is not in our requirements: only a change of dependencies needs it.
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--upgrade", "--target"]
    subprocess.run([*install, str(_TOOLS), "uv"], check=True)
    for name in ("requirements", "requirements-dev", "requirements-backup"):
        subprocess.run(
            [
                *(str(_TOOLS / "bin" / "uv"), "pip", "compile", f"{name}.in", "-o", f"{name}.txt"),
                *("--universal", "--python-version", _OLDEST_PYTHON, "--generate-hashes"),
                *("--quiet", "--custom-compile-command", "make lock", *sys.argv[1:]),
            ],
            cwd=ROOT / "backend",
            env=os.environ,
            check=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())

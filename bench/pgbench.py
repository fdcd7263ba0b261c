"""PostgreSQL's own pgbench: transactions a second of TPC-B, or of a script of ours."""

import subprocess

from bench.testbed import Testbed
from devstack import postgres


def rate(url: str, *options: str) -> float:
    """Run pgbench on a database; return its transactions a second without connection time.

    Raises RuntimeError with what it printed when a client was aborted.
    """
    command = [str(postgres.program("pgbench")), "-n", "-M", "prepared", "-j", "2", *options, url]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        msg = f"pgbench failed: {done.stderr[-2000:]}"
        raise RuntimeError(msg)
    line = next(line for line in done.stdout.splitlines() if line.startswith("tps"))
    return float(line.split("=")[1].split()[0])


def script_rate(url: str, testbed: Testbed, script: str, *options: str) -> float:
    """Run pgbench with the text of a script."""
    path = testbed.folder / "pgbench.sql"
    path.write_text(script)
    return rate(url, "-f", str(path), *options)


def tpc_b(testbed: Testbed, *, connections: int = 8) -> float:
    """Return how many of TPC-B's transactions PostgreSQL makes a second."""
    seconds = str(testbed.sizes.pgbench_seconds)
    return rate(testbed.reference_url, "-c", str(connections), "-T", seconds)

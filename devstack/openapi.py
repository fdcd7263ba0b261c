"""Write the API's contract, from which the web app's types are generated."""

import json
import subprocess
import sys

from devstack import environment, instances

_PRINT = "import json; from app.main import app; print(json.dumps(app.openapi()))"


def main() -> int:
    """Write frontend/openapi.json; the app is imported for it, but nothing is started."""
    no_servers = {
        "database_url": "postgresql://127.0.0.1:1/none",
        "redis_url": "redis://127.0.0.1:1",
    }
    env = environment.build(instances.read(), **no_servers)
    done = subprocess.run(
        [sys.executable, "-c", _PRINT], env=env, stdout=subprocess.PIPE, check=False
    )
    if done.returncode:
        return done.returncode
    contract = json.dumps(json.loads(done.stdout), indent=2, ensure_ascii=False)
    (instances.ROOT / "frontend" / "openapi.json").write_text(contract + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

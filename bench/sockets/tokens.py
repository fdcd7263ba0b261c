"""Print access tokens of players: reads [user id, session id] pairs as JSON from stdin."""

import json
import sys

from app.core.clock import utc_now
from app.core.security import new_access_token

if __name__ == "__main__":
    pairs: list[list[int]] = json.load(sys.stdin)
    now = utc_now()
    print(json.dumps([new_access_token(one, session_id=other, now=now) for one, other in pairs]))

"""Create the demo accounts, four players and two admins: `python -m app.seed`."""

import logging
import sys
from datetime import date

from app.cli.appoint_admin import appoint
from app.core.clock import utc_now
from app.core.database import transaction
from app.core.logging import configure_logging
from app.core.security import hash_password
from app.core.settings import get_settings
from app.domain.auth.login_name import LoginName, NameKind
from app.domain.errors import Conflict
from app.services.auth import accounts

logger = logging.getLogger(__name__)

PASSWORD = "Karibu-WageWars-1"  # noqa: S105  # printed in the README; refused in production
DEMO_ACCOUNTS = (
    ("amina", "254711000001", "player"),
    ("brian", "254711000002", "player"),
    ("chebet", "254711000003", "player"),
    ("otieno", "254722000004", "player"),
    ("referee", "254711000009", "admin"),
    ("umpire", "254711000010", "admin"),  # dual control needs two
)


def create(*, username: str, phone: str, role: str) -> bool:
    """Create a demo account unless it exists; return whether it is new."""
    with transaction() as session:
        if accounts.find(session, name=LoginName(NameKind.USERNAME, username)) is not None:
            return False
    password_hash = hash_password(PASSWORD)
    try:
        with transaction() as session:
            user = accounts.open_account(
                session,
                username=username,
                email=f"{username}@demo.wagewars.example",
                phone=phone,
                password_hash=password_hash,
                date_of_birth=date(1998, 4, 12),
                cod_username=f"{username}#254",
                now=utc_now(),
            )
            accounts.prove_phone(session, player=user, phone=phone)
        if role == "admin":
            appoint(username)
    except Conflict as refusal:
        logger.warning("%s was not created: %s", username, refusal.code.value)
        return False
    return True


def main() -> int:
    """Create the demo accounts; returns 0, or 1 in production, where they must not exist."""
    configure_logging()
    if get_settings().is_production:
        logger.error("the demo accounts are for development; none was created")
        return 1
    new = [
        name for name, phone, role in DEMO_ACCOUNTS if create(username=name, phone=phone, role=role)
    ]
    logger.info("demo accounts: %s", f"created {', '.join(new)}" if new else "all there")
    return 0


if __name__ == "__main__":
    sys.exit(main())

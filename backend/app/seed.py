"""Create the demo accounts, four players and two admins: `python -m app.seed`.

And `DEMO_PLAYERS` accounts of simulated players, marked as such by the owner of the tables: the
app's login has no right to that column.
"""

import logging
import sys
from contextlib import closing, suppress
from datetime import date
from functools import cache

import psycopg2

from app import seed_capital, seed_cup
from app.cli.first_admin import Refused, appoint
from app.core.clock import utc_now
from app.core.database import transaction
from app.core.logging import configure_logging
from app.core.security import hash_password
from app.core.settings import get_settings
from app.core.settings.migrations import MigrationSettings
from app.domain.auth import totp
from app.domain.auth.login_name import LoginName, NameKind
from app.domain.errors import Conflict
from app.domain.privacy.consent import VERSIONS, Subject
from app.services.auth import accounts, consents
from app.services.auth.factor import enrolment
from app.workers.celery_app import celery_app

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
ADMINS = ("referee", "umpire")
# As in demo_players/cast.py; at most `Settings.demo_players` allows.
SIMULATED_PLAYERS = (
    *("kasarani_kev", "wanjiru.exe", "mombasa_mo", "rift_runner", "kisumu_king", "nairobi_nyx"),
    *("shee_sniper", "eldo_ace", "thika_titan", "juja_jax", "lamu_legend", "nakuru_nova"),
    *("ngong_ninja", "kibe_clutch", "akinyi_aim", "mutua_mvp", "githeri_gg", "chapo_chief"),
    *("simba_254", "voi_viper", "tatu_tactic", "ruaka_rex", "machakos_max", "otis_owl"),
)
_SIMULATED_DOMAIN = "simulated.wagewars.example"


@cache
def _password_hash() -> str:
    return hash_password(PASSWORD)


def _enrol(username: str) -> None:
    """Give an admin of the demo an authenticator whose secret is printed in the README."""
    secret = totp.read_secret(totp.DEMO_SECRET)
    with transaction() as session:
        person = accounts.find(session, name=LoginName(NameKind.USERNAME, username))
        if person is not None:
            enrolment.install(session, person=person, secret=secret, now=utc_now())


def create(*, username: str, phone: str, domain: str = "demo.wagewars.example") -> bool:
    """Create a demo account unless it exists; return whether it is new."""
    with transaction() as session:
        known = accounts.find(session, name=LoginName(NameKind.USERNAME, username))
    if known is not None:
        return False
    try:
        with transaction() as session:
            user = accounts.open_account(
                session,
                username=username,
                email=f"{username}@{domain}",
                phone=phone,
                password_hash=_password_hash(),
                date_of_birth=date(1998, 4, 12),
                cod_username=f"{username}#254",
                now=utc_now(),
            )
            accounts.prove_phone(session, player=user, phone=phone)
            # Nobody lives behind these accounts, and a demo is easier to follow with names.
            shown = VERSIONS[Subject.PUBLIC_NAME]
            consents.give(session, player=user, subject=Subject.PUBLIC_NAME, version=shown)
    except Conflict as refusal:
        logger.warning("%s was not created: %s", username, refusal.code.value)
        return False
    return True


def create_simulated(players: int) -> list[str]:
    """Create the accounts of so many simulated players and mark them; return the new names."""
    names = SIMULATED_PLAYERS[:players]
    new = [
        name
        for number, name in enumerate(names, start=1)
        if create(
            username=name,
            phone=f"254711000{100 + number}",
            domain=_SIMULATED_DOMAIN,
        )
    ]
    if names:  # also those whose creation was not followed by this, if an earlier run was killed
        with closing(psycopg2.connect(MigrationSettings().libpq_url)) as owner, owner:
            owner.cursor().execute(
                "UPDATE users SET is_simulated = true, updated_at = now()"
                " WHERE username = ANY(%s) AND email = username || %s AND NOT is_simulated",
                (list(names), f"@{_SIMULATED_DOMAIN}"),
            )
    return new


def pay_capital_in() -> bool:
    """Pay the house's capital in, once; False if it is there, or no simulator of M-Pesa is."""
    if get_settings().mpesa.environment != "simulator" or seed_capital.is_there():
        return False
    return seed_capital.pay_in(admins=admin_ids(), now=utc_now())


def admin_ids() -> tuple[int, int]:
    """Return the ids of both demo admins."""
    with transaction() as session:
        names = [LoginName(NameKind.USERNAME, name) for name in ADMINS]
        one, two = (accounts.find(session, name=name) for name in names)
        assert one is not None, "the seed has created them"
        assert two is not None, "the seed has created them"
        return one.id, two.id


def play_first_cup(players: list[str]) -> bool:
    """Let eight of the simulated players play a cup.

    False if they are fewer, one is there, or the house has no capital to guarantee its prizes.
    """
    if len(players) < seed_cup.SEATS or seed_cup.is_there() or not seed_capital.is_there():
        return False
    # The last ones: the first at home wait for people, whose rating is a newcomer's as theirs is.
    seed_cup.play_cup(players=players[-seed_cup.SEATS :], admins=ADMINS, now=utc_now())
    return True


def main() -> int:
    """Create the demo accounts; returns 0, or 1 in production, where they must not exist."""
    configure_logging()
    if get_settings().is_production:
        logger.error("the demo accounts are for development; none was created")
        return 1
    new = [name for name, phone, _ in DEMO_ACCOUNTS if create(username=name, phone=phone)]
    admins = [username for username, _, role in DEMO_ACCOUNTS if role == "admin"]
    with suppress(Refused):  # an earlier run has appointed them
        appoint(admins)
    for username in admins:
        _enrol(username)
    if pay_capital_in():
        logger.info("the house has KES %s of capital", seed_capital.CAPITAL)
    celery_app.set_current()  # so that a worker learns of what the cup leaves to do
    players = get_settings().demo_players
    new += create_simulated(players)
    logger.info("demo accounts: %s", f"created {', '.join(new)}" if new else "all there")
    if play_first_cup(list(SIMULATED_PLAYERS[:players])):
        logger.info("%s has been played", seed_cup.NAME)
    return 0


if __name__ == "__main__":
    sys.exit(main())

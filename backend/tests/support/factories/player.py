"""Players with verified phones and empty wallets."""

from datetime import date
from functools import cache
from typing import Any

import factory

from app.core import security
from app.core.clock import utc_now
from app.domain.privacy.consent import VERSIONS
from app.models.user import PlayerStats, User
from app.services.auth import accounts, consents
from app.services.ledger import posting
from devstack import api_client
from tests.support.factories.base import RowFactory, current_session

PASSWORD = api_client.PASSWORD


@cache
def _hash_of_the_password() -> str:
    return security.hash_password(PASSWORD)


class PlayerFactory(RowFactory):
    """A player of full age with a phone of their own, who shows their name; PASSWORD is theirs."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"player{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@players.wagewars.example")
    phone = factory.Sequence(lambda n: f"2547{n:08d}")
    password_hash = factory.LazyFunction(_hash_of_the_password)
    date_of_birth = date(1998, 4, 12)
    is_verified = True
    cod_username = factory.LazyAttribute(lambda user: f"{user.username[:40]}#254")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        """Create ledger accounts and statistics as well, as registration does."""
        name = kwargs.pop("cod_username", None)
        user: User = super()._create(model_class, *args, **kwargs)
        for subject, version in VERSIONS.items():
            consents.give(current_session(), player=user, subject=subject, version=version)
        current_session().add(PlayerStats(user_id=user.id))
        posting.open_player_accounts(current_session(), user_id=user.id)
        if name is not None:
            accounts.change_profile(
                current_session(), player=user, cod_username=name, now=utc_now()
            )
        return user

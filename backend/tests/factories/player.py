"""Players with verified phones and empty wallets."""

from datetime import date
from typing import Any

import factory

from app.models.user import PlayerStats, User
from app.services import ledger
from tests.factories.base import RowFactory, current_session


class PlayerFactory(RowFactory):
    """A grown-up with a phone of his own; the password hash matches no password."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"player{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@players.wagewars.example")
    phone = factory.Sequence(lambda n: f"2547{n:08d}")
    password_hash = "no-password"
    date_of_birth = date(1998, 4, 12)
    is_verified = True

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        """Open the accounts and the record, too, as registration does."""
        user: User = super()._create(model_class, *args, **kwargs)
        current_session().add(PlayerStats(user_id=user.id))
        ledger.open_player_accounts(current_session(), user_id=user.id)
        return user

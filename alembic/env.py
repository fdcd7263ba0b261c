"""Run the migrations as the owner of the tables, each in its own transaction."""

from alembic import context
from sqlalchemy import create_engine

from app.core.settings.migrations import MigrationSettings
from app.models import Base


def run() -> None:
    """Upgrade or downgrade with short lock waits, so that players never queue behind it."""
    engine = create_engine(
        MigrationSettings().sqlalchemy_url,
        connect_args={"options": "-c lock_timeout=5s -c statement_timeout=300s"},
    )
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            transaction_per_migration=True,
            compare_server_default=False,
        )
        with context.begin_transaction():
            context.run_migrations()


run()

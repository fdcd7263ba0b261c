"""Run the migrations as the owner of the tables, each in its own transaction."""

from alembic import context
from sqlalchemy import Connection, create_engine, inspect, text

from app.core.settings.migrations import MigrationSettings
from app.core.settings.protection import ProtectionSettings
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
        _write_protection_settings(connection)


def _write_protection_settings(connection: Connection) -> None:
    """Write the figures that rules of the database read; the app's role cannot."""
    if not inspect(connection).has_table("protection_settings"):
        return
    for name, value in ProtectionSettings().model_dump(exclude={"secrets_folder"}).items():
        connection.execute(
            text(
                "INSERT INTO protection_settings (name, value) VALUES (:name, :value)"
                " ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value"
                " WHERE protection_settings.value <> EXCLUDED.value"
            ),
            {"name": name, "value": value},
        )
    connection.commit()


run()

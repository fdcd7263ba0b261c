"""The one setting of migrations, which no process of the app reads."""

from pydantic_settings import SettingsConfigDict

from app.core.settings.files import SettingsGroup


class MigrationSettings(SettingsGroup):
    """The login that owns the tables; only migrations and commands for operators use it."""

    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True)

    migration_database_url: str

    @property
    def sqlalchemy_url(self) -> str:
        """Return the address for SQLAlchemy with psycopg2."""
        return f"postgresql+psycopg2://{self.migration_database_url.partition('://')[2]}"

    @property
    def libpq_url(self) -> str:
        """Return the address for psycopg2 itself."""
        return f"postgresql://{self.migration_database_url.partition('://')[2]}"

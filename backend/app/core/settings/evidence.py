"""Where evidence is kept, and for how long."""

from typing import Literal, Self

from pydantic import PositiveInt, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from app.core.settings.files import SettingsGroup

_NOTHING = SecretStr("")


class EvidenceSettings(SettingsGroup):
    """The store of pictures, and its deadlines (seconds, or days where named so)."""

    model_config = SettingsConfigDict(
        env_prefix="EVIDENCE_", hide_input_in_errors=True, env_ignore_empty=True
    )

    store: Literal["local", "s3"] = "local"
    folder: str = ".data/evidence"  # of the local store
    # One machine with a disk that is backed up can do without S3; it must be stated, because the
    # default would lose every proof with the container.
    local_in_production: bool = False
    s3_endpoint: str = ""  # empty: Amazon's
    s3_region: str = "us-east-1"
    s3_bucket: str = ""
    s3_access_key: SecretStr = _NOTHING
    s3_secret_key: SecretStr = _NOTHING
    s3_timeout: float = 5.0  # for a connection, and for each silence
    retention_days: PositiveInt = 180  # of messages in a match, too; cod-api.md §8
    megabytes_per_player: PositiveInt = 200  # kept at one time; ten pictures are some 3
    storing_seconds: PositiveInt = 600  # an upload that has not come to an end by then died

    @model_validator(mode="after")
    def _know_where(self) -> Self:
        secrets = (self.s3_access_key, self.s3_secret_key)
        if self.store == "s3" and not (
            self.s3_bucket and all(word.get_secret_value() for word in secrets)
        ):
            msg = "EVIDENCE_STORE=s3 needs EVIDENCE_S3_BUCKET, _S3_ACCESS_KEY and _S3_SECRET_KEY"
            raise ValueError(msg)
        return self

    @property
    def is_fit_for_production(self) -> bool:
        """Return whether proof survives the process, and travels under a lock."""
        if self.store == "local":
            return self.local_in_production
        return not self.s3_endpoint or self.s3_endpoint.startswith("https://")

"""What operators see of this process: the form of log lines, and where backups are."""

from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class TelemetrySettings(BaseSettings):
    """Under names without a prefix, several of them those of the tools that read them elsewhere."""

    model_config = SettingsConfigDict(hide_input_in_errors=True, env_ignore_empty=True)

    log_format: Literal["text", "json"] = "text"
    backup_folder: str = ""  # where `ops` writes when it last made and last restored a backup

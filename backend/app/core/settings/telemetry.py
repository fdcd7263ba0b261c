"""What operators see of this process: log lines, traces, reports of errors, backups."""

from typing import Annotated, Literal

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from app.core.settings.files import SettingsGroup


class TelemetrySettings(SettingsGroup):
    """Under names without a prefix, several of them those of the tools that read them elsewhere."""

    model_config = SettingsConfigDict(hide_input_in_errors=True, env_ignore_empty=True)

    log_format: Literal["text", "json"] = "text"
    otel_exporter_otlp_endpoint: str = ""  # OTLP over HTTP; empty: no traces
    otel_traces_sampler_arg: Annotated[float, Field(ge=0, le=1)] = 0.05  # the share that is traced
    sentry_dsn: SecretStr = SecretStr("")  # where errors are reported; empty: nowhere
    proxy_certificate: str = ""  # the file that nginx serves, whose end /metrics tells
    backup_folder: str = ""  # where `ops` writes when it last made and last restored a backup

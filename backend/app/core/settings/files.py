"""Settings from files, for secrets: environment variables are seen by `docker inspect` and heirs.

A setting that is not in the environment is read from the file that `<NAME>_FILE` names, or from
the file in SECRETS_FOLDER that is called as the setting in lower case.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsError,
)
from typing_extensions import override

SECRETS_FOLDER = "/run/secrets"  # where Docker, Compose and Swarm put them
OF_A_FILE = "_FILE"


class SettingsGroup(BaseSettings):
    """Settings from the environment, and from files."""

    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the sources, the strongest first."""
        return init_settings, env_settings, _Files(settings_cls)


class _Files(EnvSettingsSource):
    """Looks like the environment, with what files hold."""

    @override
    def _load_env_vars(self) -> Mapping[str, str | None]:
        environment = os.environ  # noqa: TID251  # it says which files
        names = [f"{self.env_prefix}{name}".upper() for name in self.settings_cls.model_fields]
        return {name.lower(): text for name, text in _read(names, environment)}


def _read(names: list[str], environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    folder = Path(environment.get("SECRETS_FOLDER") or SECRETS_FOLDER)
    for name in names:
        named = environment.get(f"{name}{OF_A_FILE}")
        if named and environment.get(name):
            raise SettingsError(f"{name} and {name}{OF_A_FILE} are both set: keep one of them")
        path = Path(named) if named else folder / name.lower()
        try:
            yield name, path.read_text(encoding="utf-8").strip()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
            if named:
                raise SettingsError(f"{name}{OF_A_FILE} names {path}: no such file") from error
        except (OSError, UnicodeDecodeError) as error:
            what = type(error).__name__
            raise SettingsError(f"{path}, for {name}, cannot be read ({what})") from error

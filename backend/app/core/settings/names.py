"""Names in the environment that look like settings and are none: usually misspelt ones."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from pydantic_settings import BaseSettings

from app.core.settings.files import OF_A_FILE

# Names that only we use, besides those of groups of settings. Not REDIS_: orchestrators set such
# names for a service called redis.
_PREFIXES = ("CORS_", "DATABASE_", "METRICS_", "RECEIPT_", "SECRET_", "SECRETS_", "SPOOL_")
# Some of ours, too, but libraries know many more that begin so.
_SHARED_PREFIXES = ("OTEL_", "SENTRY_")
_MIGRATIONS = "MIGRATION_DATABASE_URL"
_NEAR = 0.86  # REDIS_URI is as near to REDIS_URL; REDIS_PORT and API_URL are not
_NEAREST = 0.5


def unknown_names(
    settings_class: type[BaseSettings], environment: Mapping[str, str]
) -> Iterator[str]:
    """Say of each name that begins as a setting, or is nearly one, that there is no such setting.

    The sentence names the nearest setting.
    """
    names = list(setting_names(settings_class))
    names.append(_MIGRATIONS)
    known = {*names, *(f"{name}{OF_A_FILE}" for name in names)}
    prefixes = (*_PREFIXES, *_group_prefixes(settings_class))
    for name in sorted(map(str.upper, environment)):
        if name in known or name.startswith(_SHARED_PREFIXES):
            continue
        is_ours = name.startswith(prefixes)
        nearest = get_close_matches(name, sorted(known), 1, _NEAREST if is_ours else _NEAR)
        if is_ours or nearest:
            hint = f" (the nearest is {nearest[0]})" if nearest else ""
            yield f"no {name}: there is no such setting{hint}"


def setting_names(settings_class: type[BaseSettings]) -> Iterable[str]:
    """Return the settings as the environment spells them."""
    prefix = str(settings_class.model_config.get("env_prefix", ""))
    for name, field in settings_class.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseSettings):
            yield from setting_names(kind)
        else:
            yield (prefix + name).upper()


def _group_prefixes(settings_class: type[BaseSettings]) -> Iterator[str]:
    for field in settings_class.model_fields.values():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseSettings):
            prefix = str(kind.model_config.get("env_prefix", ""))
            if prefix and prefix not in _SHARED_PREFIXES:
                yield prefix

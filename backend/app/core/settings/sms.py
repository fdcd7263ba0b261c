"""The settings of the SMS network."""

import re
from typing import Annotated

from pydantic import AfterValidator, SecretStr
from pydantic_settings import SettingsConfigDict

from app.core.settings.files import SettingsGroup


def _is_long(token: SecretStr) -> SecretStr:
    if not re.fullmatch(r"([\w-]{32,128})?", token.get_secret_value(), re.ASCII):
        raise ValueError("a secret in a path is 32 to 128 letters, as of `openssl rand -hex 32`")
    return token


class SmsSettings(SettingsGroup):
    """How we reach Africa's Talking."""

    model_config = SettingsConfigDict(
        env_prefix="SMS_", hide_input_in_errors=True, env_ignore_empty=True
    )
    base_url: str
    username: str
    api_key: SecretStr
    sender_id: str = ""  # of codes and notices; nobody can answer a name
    short_code: str = ""  # of what asks for an answer; without it nothing asks for one
    # In the path of its callbacks; without it there are none.
    hook_token: Annotated[SecretStr, AfterValidator(_is_long)] = SecretStr("")
    timeout: float = 10.0

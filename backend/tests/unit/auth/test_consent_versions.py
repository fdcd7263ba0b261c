"""The app shows the texts whose versions the API asks for."""

import re
from pathlib import Path

from app.domain.privacy.consent import PUBLIC_NAME_VERSION, TERMS_VERSION

_APP = Path(__file__).parents[4] / "frontend/src/lib/copy/legal.ts"


def test_the_app_and_the_api_mean_the_same_texts() -> None:
    shown = dict(re.findall(r'export const (\w+_VERSION) = "([\d-]+)"', _APP.read_text()))
    assert shown == {"TERMS_VERSION": TERMS_VERSION, "PUBLIC_NAME_VERSION": PUBLIC_NAME_VERSION}

"""What players agree to, and the version of each text: the day on which it last changed.

The texts are pages of the app (`frontend/src/pages/terms.tsx` and its neighbours); a test compares
the versions.
"""

from enum import StrEnum

TERMS_VERSION = "2026-12-01"
"""Of the terms and the privacy notice together; who accepted another one is asked anew."""

PUBLIC_NAME_VERSION = "2026-12-01"
"""Of the sentence beside the switch that shows a player's name (L.N. 112 of 2026, reg. 87)."""


class Subject(StrEnum):
    """What a consent is about."""

    TERMS = "terms"
    PUBLIC_NAME = "public_name"


VERSIONS = {Subject.TERMS: TERMS_VERSION, Subject.PUBLIC_NAME: PUBLIC_NAME_VERSION}

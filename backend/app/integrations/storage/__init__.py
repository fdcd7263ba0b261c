"""The store of evidence: a folder or an S3-compatible service, as the settings say."""

from app.core.built_once import BuiltOnce
from app.core.settings import get_settings
from app.integrations.storage.local import LocalStore
from app.integrations.storage.store import NotThere, Store, StoreAway, key_of

__all__ = ["NotThere", "Store", "StoreAway", "get_store", "key_of"]


@BuiltOnce
def get_store() -> Store:
    """Return this process's store, as the settings say."""
    settings = get_settings().evidence
    if settings.store == "local":
        return LocalStore(settings.folder)
    from app.integrations.storage.s3 import S3Store  # boto3 is heavy, a folder needs none

    return S3Store(settings)

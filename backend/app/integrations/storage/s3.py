"""An S3-compatible store: Amazon's, MinIO, Ceph, R2, …"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from app.core.settings.evidence import EvidenceSettings
from app.integrations.storage.store import NotThere, StoreAway, checked, is_intact

_MISSING = frozenset({"404", "NoSuchKey", "NotFound"})
_LARGEST = 32 * 1024 * 1024  # far above any picture; limits memory if the store sends more


class S3Store:
    """One private bucket."""

    def __init__(self, settings: EvidenceSettings) -> None:
        self._bucket = settings.s3_bucket
        self._s3: Any = boto3.session.Session().client(
            "s3",
            endpoint_url=settings.s3_endpoint or None,
            region_name=settings.s3_region,
            aws_access_key_id=settings.s3_access_key.get_secret_value(),
            aws_secret_access_key=settings.s3_secret_key.get_secret_value(),
            config=Config(
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                connect_timeout=settings.s3_timeout,
                read_timeout=settings.s3_timeout,
                retries={"mode": "standard", "total_max_attempts": 2},
                proxies={},  # not those of the environment
                # Checksums that not every store of other makers knows are sent only where needed.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def put(self, key: str, data: bytes, *, content_type: str) -> None:
        """Put an object, which S3 keeps as a whole or not at all."""
        with _spoken():
            self._s3.put_object(
                Bucket=self._bucket, Key=checked(key), Body=data, ContentType=content_type
            )

    def read(self, key: str) -> bytes:
        """Return the bytes of an object."""
        with _spoken(key):
            found = self._s3.get_object(Bucket=self._bucket, Key=checked(key))
            with found["Body"] as body:
                data: bytes = body.read(_LARGEST)
        if not is_intact(key, data):
            raise NotThere(key)
        return data

    def exists(self, key: str) -> bool:
        """Say whether there is an object."""
        try:
            with _spoken(key):
                self._s3.head_object(Bucket=self._bucket, Key=checked(key))
        except NotThere:
            return False
        return True

    def delete(self, key: str) -> None:
        """Delete an object."""
        with _spoken():
            self._s3.delete_object(Bucket=self._bucket, Key=checked(key))


@contextmanager
def _spoken(key: str = "") -> Iterator[None]:
    """Translate the library's errors; a missing bucket is an outage, a missing key is not."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if key and code in _MISSING:
            raise NotThere(key) from error
        raise StoreAway(code or "refused") from error
    except (BotoCoreError, OSError) as error:
        raise StoreAway(type(error).__name__) from error

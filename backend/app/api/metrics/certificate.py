"""The metric of the proxy's certificate: until when the file that PROXY_CERTIFICATE names is good.

Without the setting there is no value. A file that holds no certificate has the value 0, 1970, which
every rule takes for the past.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from prometheus_client.core import Metric

from app.api.metrics.families import gauge
from app.core.certificates import BadCertificate, end_of, read_certificate
from app.core.settings import get_settings

_NEVER = datetime.fromtimestamp(0, UTC)


def families() -> Iterator[Metric]:
    """Yield the end of the certificate."""
    moment = end()
    yield gauge(
        "wagewars_certificate_expires_timestamp_seconds",
        "When the certificate that the proxy serves expires; 0: the file holds none",
        None if moment is None else moment.timestamp(),
    )


def end() -> datetime | None:
    """Return until when the certificate is good, 1970 for a bad file, None if none is named."""
    path = get_settings().telemetry.proxy_certificate
    if not path:
        return None
    try:
        return end_of(read_certificate(path))
    except BadCertificate:
        return _NEVER

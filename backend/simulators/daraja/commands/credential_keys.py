"""The key pair of this M-Pesa: integrators encrypt with the certificate, only we can decrypt."""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

KEY_FILE = "initiator-key.pem"
CERTIFICATE_FILE = "initiator-certificate.pem"
LIFETIME = timedelta(days=3650)


class CredentialKeys:
    """Holds the key; made when first needed, and kept in the data folder if there is one."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def certificate_pem(self) -> str:
        """Return the certificate that a SecurityCredential is encrypted with."""
        return _pair(self._folder)[1]

    def decrypt(self, credential: str) -> str | None:
        """Return the password in a SecurityCredential; None when it was not made with our key."""
        try:
            secret = base64.b64decode(credential, validate=True)
            plain = _pair(self._folder)[0].decrypt(secret, padding.PKCS1v15())
            return plain.decode()
        except (binascii.Error, ValueError):
            return None


@lru_cache(maxsize=32)
def _pair(folder: Path | None) -> tuple[rsa.RSAPrivateKey, str]:
    """Return the key and its certificate. Worlds in memory share one: it takes time to make."""
    if folder is None:
        return _make()
    key_file, certificate_file = folder / KEY_FILE, folder / CERTIFICATE_FILE
    if not (key_file.exists() and certificate_file.exists()):
        key, certificate = _make()
        key_file.touch(mode=0o600)
        key_file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        certificate_file.write_text(certificate)
    stored = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
    if not isinstance(stored, rsa.RSAPrivateKey):
        raise TypeError(f"{key_file} is not an RSA key")
    return stored, certificate_file.read_text()


def _make() -> tuple[rsa.RSAPrivateKey, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "M-Pesa simulator")])
    now = datetime.now(UTC)  # noqa: TID251 (a certificate lives in real time)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + LIFETIME)
        .sign(key, hashes.SHA256())
    )
    return key, certificate.public_bytes(serialization.Encoding.PEM).decode()

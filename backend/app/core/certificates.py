"""X.509 certificates from the settings: PEM text, or a file with PEM or DER in it."""

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

_PEM = "-----BEGIN CERTIFICATE-----"


class BadCertificate(ValueError):
    """It cannot be read, or holds no RSA key."""


def read_certificate(setting: str) -> bytes:
    """Return the certificate that `setting` is, or names as a file. Raises BadCertificate.

    In an environment file the line breaks of a PEM are written as backslash and n.
    """
    if setting.lstrip().startswith(_PEM):
        return setting.replace("\\n", "\n").encode()
    try:
        return Path(setting).read_bytes()
    except OSError as error:
        msg = "the certificate is no PEM text, and no file that can be read"
        raise BadCertificate(msg) from error


def rsa_key_of(certificate: bytes) -> RSAPublicKey:
    """Return the public key in a certificate, PEM or DER. Raises BadCertificate."""
    key = _load(certificate).public_key()
    if not isinstance(key, RSAPublicKey):
        msg = "the certificate holds no RSA key"
        raise BadCertificate(msg)
    return key


def end_of(certificate: bytes) -> datetime:
    """Return until when the first certificate in PEM or DER is good. Raises BadCertificate."""
    return _load(certificate).not_valid_after_utc


def _load(certificate: bytes) -> x509.Certificate:
    is_pem = _PEM.encode() in certificate
    load = x509.load_pem_x509_certificate if is_pem else x509.load_der_x509_certificate
    try:
        return load(certificate)
    except ValueError as error:
        msg = "the certificate cannot be read"
        raise BadCertificate(msg) from error

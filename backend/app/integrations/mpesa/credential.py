"""The SecurityCredential: our operator's password, sealed for Safaricom."""

import base64
import threading

import httpx
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from app.core.certificates import BadCertificate, read_certificate, rsa_key_of
from app.core.settings.mpesa import MpesaSettings
from app.integrations.mpesa.errors import CredentialTrouble

_FETCH_SECONDS = 10.0


class Operator:
    """Our API operator ("initiator"). Safe to share between threads."""

    def __init__(self, settings: MpesaSettings) -> None:
        self._settings = settings
        self._key: RSAPublicKey | None = None
        self._one_at_a_time = threading.Lock()

    @property
    def name(self) -> str:
        """The name under which Safaricom knows it. Raises CredentialTrouble."""
        if not self._settings.initiator_name:
            raise CredentialTrouble("MPESA_INITIATOR_NAME is missing")
        return self._settings.initiator_name

    def credential(self) -> str:
        """Return the raw password, RSA with PKCS#1 v1.5, base64. Raises CredentialTrouble.

        Never the same twice, for the padding is random (daraja.md §4).
        """
        password = self._settings.initiator_password.get_secret_value()
        if not password:
            raise CredentialTrouble("MPESA_INITIATOR_PASSWORD is missing")
        return base64.b64encode(self._public_key().encrypt(password.encode(), PKCS1v15())).decode()

    def _public_key(self) -> RSAPublicKey:
        with self._one_at_a_time:
            if self._key is None:
                try:
                    self._key = rsa_key_of(self._certificate())
                except BadCertificate as error:
                    raise CredentialTrouble(str(error)) from error
            return self._key

    def _certificate(self) -> bytes:
        where = self._settings.certificate
        if not where:
            raise CredentialTrouble("MPESA_CERTIFICATE is missing")
        if not self._settings.certificate_is_an_address:
            return read_certificate(where)
        # Only the simulator's may be fetched; the settings see to that.
        try:
            answer = httpx.get(where, timeout=_FETCH_SECONDS, trust_env=False)
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise CredentialTrouble(f"no certificate: {type(error).__name__}") from error
        return answer.content

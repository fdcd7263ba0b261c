"""The settings of M-Pesa, and what production refuses among them."""

from datetime import date
from typing import Literal, Self

from pydantic import SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from app.core.certificates import BadCertificate, read_certificate, rsa_key_of
from app.core.settings.files import SettingsGroup
from app.core.settings.keys import is_guessable
from app.domain.payments.mpesa.results import callback_address_flaws

PRODUCTION_URL = "https://api.safaricom.co.ke"
SANDBOX_SHORTCODE = "174379"  # public, with a public passkey
SANDBOX_PASSKEY = "bfb279f9aa9bdbcf158e97dd71a467cd2e0c893059b10f78e6b72ada1ed2c919"


class MpesaSettings(SettingsGroup):
    """How we reach Daraja, and what it may call us back on."""

    model_config = SettingsConfigDict(
        env_prefix="MPESA_", hide_input_in_errors=True, env_ignore_empty=True
    )

    environment: Literal["simulator", "sandbox", "production"]
    base_url: str
    consumer_key: SecretStr
    consumer_secret: SecretStr
    shortcode: str  # the paybill; with a till, the store number (daraja.md §2.1)
    passkey: SecretStr
    callback_base_url: str
    c2b_token: SecretStr  # the path secret of the paybill confirmation URL, 128 bits or more
    connect_timeout: float = 5.0
    read_timeout: float = 30.0

    till: str = ""  # Buy Goods; empty: deposits are payments to the paybill
    b2c_shortcode: str = ""  # empty: the same
    c2b_version: Literal["v1", "v2"] = "v2"  # must match the product of the Daraja app
    c2b_response_type: Literal["Completed", "Cancelled"] = "Completed"  # when we do not answer
    pull_verb: Literal["POST", "GET"] = "POST"  # Safaricom's pages have both (daraja.md §2.8)
    pull_nominated_number: str = ""
    initiator_name: str = ""
    initiator_password: SecretStr = SecretStr("")
    initiator_password_set_on: date | None = None  # it is good for 90 days
    certificate: str = ""  # PEM text or a file; an address with the simulator only

    @property
    def payout_shortcode(self) -> str:
        """The shortcode that payouts leave from."""
        return self.b2c_shortcode or self.shortcode

    @property
    def collecting_shortcodes(self) -> frozenset[str]:
        """The numbers under which players pay us."""
        return frozenset(filter(None, (self.shortcode, self.till)))

    @property
    def certificate_is_an_address(self) -> bool:
        """Whether the certificate has to be fetched first."""
        return self.certificate.startswith(("http://", "https://"))

    @model_validator(mode="after")
    def _refuse_addresses_that_daraja_refuses(self) -> Self:
        flaws = callback_address_flaws(
            self.callback_base_url,
            secret=self.c2b_token.get_secret_value(),
            is_public=self.environment == "production",
        )
        if flaws:
            msg = f"M-Pesa would not call back under MPESA_CALLBACK_BASE_URL: {'; '.join(flaws)}"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _refuse_a_certificate_that_is_none(self) -> Self:
        if self.certificate_is_an_address:
            if self.environment != "simulator":
                msg = "MPESA_CERTIFICATE may be an address only with MPESA_ENVIRONMENT=simulator"
                raise ValueError(msg)
        elif self.certificate:
            try:
                rsa_key_of(read_certificate(self.certificate))
            except BadCertificate as error:
                msg = f"MPESA_CERTIFICATE: {error}"
                raise ValueError(msg) from error
        return self

    @model_validator(mode="after")
    def _refuse_play_money(self) -> Self:
        flaws = self._flaws_of_production() if self.environment == "production" else []
        if flaws:
            msg = f"M-Pesa in production: {'; '.join(flaws)}"
            raise ValueError(msg)
        return self

    def _flaws_of_production(self) -> list[str]:
        secrets = (self.consumer_key, self.consumer_secret, self.passkey, self.c2b_token)
        values = [value.get_secret_value().lower() for value in (*secrets, self.initiator_password)]
        checks = {
            f"MPESA_BASE_URL is not {PRODUCTION_URL}": not _is_production(self.base_url),
            "MPESA_SHORTCODE is the sandbox's": SANDBOX_SHORTCODE
            in {self.shortcode, self.till, self.payout_shortcode},
            "a key, a secret or a password is the simulator's": any(
                "simulator" in value for value in values
            ),
            "MPESA_INITIATOR_NAME is missing, or the sandbox's": not self.initiator_name
            or self.initiator_name.lower().startswith("testapi"),
            "MPESA_PASSKEY is the sandbox's": SANDBOX_PASSKEY in values,
            "MPESA_C2B_TOKEN is not random": is_guessable(self.c2b_token.get_secret_value()),
            "MPESA_INITIATOR_PASSWORD is missing": not values[-1],
            "MPESA_INITIATOR_PASSWORD is the sandbox's": values[-1].startswith("safaricom"),
            "MPESA_INITIATOR_PASSWORD_SET_ON is missing": self.initiator_password_set_on is None,
            "MPESA_CERTIFICATE is missing": not self.certificate,
        }
        return [flaw for flaw, is_so in checks.items() if is_so]


def _is_production(base_url: str) -> bool:
    return base_url.removesuffix("/") == PRODUCTION_URL

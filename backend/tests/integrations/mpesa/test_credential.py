"""Our operator's password, sealed so that only Safaricom reads it."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding
from pydantic import ValidationError

from app.core.settings.mpesa import MpesaSettings
from app.integrations.mpesa.credential import Operator
from app.integrations.mpesa.errors import CredentialTrouble
from tests.support.certificates import certificate, private_key, signed


def opened(credential: str) -> str:
    return private_key().decrypt(base64.b64decode(credential), PKCS1v15()).decode()


def as_text(_: Path) -> str:
    return certificate()


def as_a_line(_: Path) -> str:
    return certificate().replace("\n", "\\n")


def as_a_file(folder: Path) -> str:
    (folder / "daraja.cer").write_text(certificate())
    return str(folder / "daraja.cer")


def as_der(folder: Path) -> str:
    (folder / "daraja.der").write_bytes(signed(private_key()).public_bytes(Encoding.DER))
    return str(folder / "daraja.der")


@pytest.mark.parametrize("form", [as_text, as_a_line, as_a_file, as_der])
def test_the_raw_password_is_sealed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: Callable[[Path], str]
) -> None:
    monkeypatch.setenv("MPESA_CERTIFICATE", form(tmp_path))
    operator = Operator(MpesaSettings())

    one, two = operator.credential(), operator.credential()

    assert opened(one) == opened(two) == "Simulator#2026"
    assert one != two
    assert len(one) == 344


@pytest.mark.parametrize(
    "name", ["MPESA_CERTIFICATE", "MPESA_INITIATOR_PASSWORD", "MPESA_INITIATOR_NAME"]
)
def test_without_an_operator_nothing_is_sent(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("MPESA_CERTIFICATE", certificate())
    monkeypatch.setenv(name, "")
    operator = Operator(MpesaSettings())

    with pytest.raises(CredentialTrouble, match=name):
        _ = (operator.name, operator.credential())


def test_a_certificate_that_cannot_be_fetched_is_trouble_and_not_a_lost_payout(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MPESA_CERTIFICATE", "http://127.0.0.1:1/_sim/certificate")

    with pytest.raises(CredentialTrouble):
        Operator(MpesaSettings()).credential()


def test_another_kind_of_key_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    elliptic = signed(ec.generate_private_key(ec.SECP256R1())).public_bytes(Encoding.PEM)
    monkeypatch.setenv("MPESA_CERTIFICATE", elliptic.decode())

    with pytest.raises(ValidationError, match="RSA"):
        MpesaSettings()

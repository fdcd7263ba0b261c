"""The cryptography of passkeys, by the library `webauthn`, for the sites of our settings.

Origins and names of sites come from the settings, never from a header. The owner must be verified
by the device. Whatever is wrong with an answer, the outcome is None: the library raises many kinds.
"""

from dataclasses import dataclass
from typing import Any

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_client_data_json
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import CredentialDeviceType

from app.core.settings import get_settings
from app.core.settings.passkey import site_of
from app.domain.auth.passkeys import Site

Json = dict[str, Any]
_ALGORITHMS = [
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
_WRONG = (WebAuthnException, ValueError, TypeError, LookupError, ArithmeticError, AttributeError)


@dataclass(frozen=True)
class RelyingParty:
    """A site as passkeys know it: its name (`id`), and the one origin that its pages have."""

    id: str
    origin: str


@dataclass(frozen=True)
class NewPasskey:
    """What a device made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    may_be_copied: bool  # to other devices of its owner, by whoever keeps it (flag BE)


@dataclass(frozen=True)
class Shown:
    """What a device says with a signature."""

    sign_count: int
    may_be_copied: bool


@dataclass(frozen=True)
class ToSign:
    """What a browser is asked for a signature with; binary values are base64url."""

    challenge: str
    site: str
    timeout: int  # milliseconds
    allowed: list[str]


@dataclass(frozen=True)
class ToMake:
    """What a browser is asked for a passkey with; binary values are base64url."""

    challenge: str
    site: str
    timeout: int  # milliseconds
    handle: str
    name: str
    known: list[str]
    algorithms: list[int]  # of COSE


def relying_party(site: Site) -> RelyingParty | None:
    """Return the site; None for staff's where no console has an address."""
    settings = get_settings()
    name, origin = (
        (settings.passkey.rp_id, settings.public_web_url)
        if site is Site.PLAYERS
        else (settings.staff.passkey_rp_id, settings.staff.console_origin)
    )
    return RelyingParty(site_of(name, origin), origin.rstrip("/")) if origin else None


def challenge_in(client_data: str) -> bytes | None:
    """Return the challenge that an answer says it is for; None if it cannot be read."""
    try:
        return parse_client_data_json(base64url_to_bytes(client_data)).challenge
    except _WRONG:
        return None


def bytes_of(text: str) -> bytes | None:
    """Return what base64url stands for; None if it is none."""
    try:
        return base64url_to_bytes(text)
    except ValueError:
        return None


def to_make(
    party: RelyingParty, *, challenge: bytes, handle: bytes, name: str, known: list[bytes]
) -> ToMake:
    """Return what a browser needs to make a passkey; a device with one of `known` makes none."""
    return ToMake(
        challenge=_text(challenge),
        site=party.id,
        timeout=_milliseconds(),
        handle=_text(handle),
        name=name,
        known=[_text(one) for one in known],
        algorithms=[int(one) for one in _ALGORITHMS],
    )


def to_sign(party: RelyingParty, *, challenge: bytes, allowed: list[bytes]) -> ToSign:
    """Return what a browser needs to sign; without `allowed` the device offers what it has."""
    return ToSign(
        challenge=_text(challenge),
        site=party.id,
        timeout=_milliseconds(),
        allowed=[_text(one) for one in allowed],
    )


def read_new(party: RelyingParty, credential: Json, *, challenge: bytes) -> NewPasskey | None:
    """Return the passkey that a device made for this challenge; None if anything is wrong."""
    try:
        if _is_framed(credential):
            return None
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
            supported_pub_key_algs=_ALGORITHMS,
        )
    except _WRONG:
        return None
    if made.credential_id != bytes_of(credential["rawId"]):  # which the library does not compare
        return None
    kind = made.credential_device_type
    return NewPasskey(
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        may_be_copied=kind is CredentialDeviceType.MULTI_DEVICE,
    )


def read_signed(
    party: RelyingParty, credential: Json, *, challenge: bytes, public_key: bytes
) -> Shown | None:
    """Return what a device signed with this key for this challenge; None if anything is wrong.

    Its counter is returned and not judged: `domain/auth/passkeys` does that, so that a copy of a
    key is told from garbage.
    """
    try:
        if _is_framed(credential):
            return None
        signed = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except _WRONG:
        return None
    kind = signed.credential_device_type
    return Shown(signed.new_sign_count, kind is CredentialDeviceType.MULTI_DEVICE)


def _is_framed(credential: Json) -> bool:
    """Return whether another site's page held ours in a frame; the library does not ask."""
    client_data = base64url_to_bytes(credential["response"]["clientDataJSON"])
    return bool(parse_client_data_json(client_data).cross_origin)


def _text(data: bytes) -> str:
    return bytes_to_base64url(data)


def _milliseconds() -> int:
    return get_settings().passkey.challenge_seconds * 1000

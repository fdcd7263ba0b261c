"""Passkeys on the wire: binary values are base64url without padding, as browsers give them."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from app.schemas.base import Inbound, MomentOut, Outbound, example
from app.schemas.sms_code import SmsCode
from app.schemas.text import LINE
from app.schemas.user import OldPassword

_BASE64URL = r"^[A-Za-z0-9_-]+$"
Short = Annotated[str, StringConstraints(max_length=1_400, pattern=_BASE64URL)]
Long = Annotated[str, StringConstraints(max_length=8_000, pattern=_BASE64URL)]
PasskeyName = Annotated[
    str, StringConstraints(max_length=50, pattern=LINE), Field(examples=["My phone"])
]
_SIGNATURE = {
    "id": "n2lAsA0mYGYrGBbOiHg3Qw",
    "client_data": "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0",
    "authenticator_data": "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MdAAAAAQ",
    "signature": "MEUCIQDx",
    "user_handle": "dXNlci1oYW5kbGU",
}


class PasskeySignature(Inbound):
    """What a device signed: the parts of the browser's `PublicKeyCredential`."""

    model_config = example(**_SIGNATURE)

    id: Short
    client_data: Annotated[Long, Field(description="response.clientDataJSON")]
    authenticator_data: Annotated[Long, Field(description="response.authenticatorData")]
    signature: Annotated[Short, Field(description="response.signature")]
    user_handle: Annotated[Short | None, Field(description="response.userHandle")] = None

    def as_credential(self) -> dict[str, Any]:
        """Return it as the browser's own JSON."""
        return {
            "id": self.id,
            "rawId": self.id,
            "type": "public-key",
            "response": {
                "clientDataJSON": self.client_data,
                "authenticatorData": self.authenticator_data,
                "signature": self.signature,
                "userHandle": self.user_handle,
            },
        }


class NewPasskey(Inbound):
    """What a device made, and what its owner calls it."""

    model_config = example(
        name="My phone",
        id=_SIGNATURE["id"],
        client_data="eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0",
        attestation="o2NmbXRkbm9uZQ",
    )

    name: PasskeyName
    id: Short
    client_data: Annotated[Long, Field(description="response.clientDataJSON")]
    attestation: Annotated[Long, Field(description="response.attestationObject")]

    def as_credential(self) -> dict[str, Any]:
        """Return it as the browser's own JSON."""
        return {
            "id": self.id,
            "rawId": self.id,
            "type": "public-key",
            "response": {
                "clientDataJSON": self.client_data,
                "attestationObject": self.attestation,
            },
        }


class PasskeyProof(Inbound):
    """A player's fresh factor: the digits of our SMS, or a signature that was asked for this.

    Staff sends neither, and a fresh code in `X-Factor-Code`.
    """

    model_config = example(code="936023")

    code: SmsCode | None = None
    passkey: PasskeySignature | None = None


class PasskeyCodeRequest(Inbound):
    """The password, for a code by SMS that lets a passkey be added or removed."""

    model_config = example(password="a long sentence of mine")  # noqa: S106  # an example

    password: OldPassword


class PasskeyRename(Inbound):
    """What its owner calls a passkey from now on."""

    model_config = example(name="The blue phone")

    name: PasskeyName


class PasskeyToSign(Outbound):
    """What `navigator.credentials.get` needs; the owner must be verified by the device."""

    challenge: Annotated[str, Field(examples=["4fXrq0s2"])]
    site: Annotated[str, Field(description="rpId", examples=["wagewars.example"])]
    timeout: Annotated[int, Field(description="milliseconds")]
    allowed: Annotated[
        list[str], Field(description="ids of passkeys; none: the device offers what it has")
    ]


class PasskeyToMake(Outbound):
    """What `navigator.credentials.create` needs, for a key that the device finds by itself."""

    challenge: Annotated[str, Field(examples=["4fXrq0s2"])]
    site: Annotated[str, Field(description="rp.id", examples=["wagewars.example"])]
    timeout: Annotated[int, Field(description="milliseconds")]
    handle: Annotated[str, Field(description="user.id, random")]
    name: Annotated[str, Field(description="user.name", examples=["amina"])]
    known: Annotated[list[str], Field(description="ids of passkeys; who has one makes none")]
    algorithms: Annotated[list[int], Field(description="of COSE, the best first")]


class PasskeyLine(Outbound):
    """One passkey; the key itself is on its owner's devices."""

    id: int
    name: str
    may_be_copied: Annotated[
        bool, Field(description="kept by a provider, for all of its owner's devices")
    ]
    created_at: MomentOut
    last_used_at: MomentOut | None


class PasskeyList(Outbound):
    """The caller's passkeys, the first one first."""

    items: list[PasskeyLine]

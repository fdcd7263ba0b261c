"""Who signs in, as far as a request tells: their address, their app, their browser's marks."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from app.api import known_device
from app.api.deps import ClientAddress, DeviceId, UserAgent
from app.api.known_device import KnownDevice
from app.core.security import fingerprint
from app.services.auth.sign_ins import Device


@dataclass(frozen=True)
class _Visitor:
    """`app_device` is the SHA-256 of what the app calls its device, if it does."""

    address: str
    user_agent: str
    browser: KnownDevice
    app_device: bytes | None

    @property
    def device(self) -> Device:
        """What of it a session keeps, and whom it is no news to."""
        return Device(
            self.user_agent,
            self.app_device,
            marks={owner: fingerprint(nonce) for owner, nonce in self.browser.nonces.items()},
            fresh_mark=fingerprint(self.browser.fresh),
        )


def get_visitor(
    request: Request, address: ClientAddress, user_agent: UserAgent, device: DeviceId = None
) -> _Visitor:
    """Collect what a request says about its sender."""
    return _Visitor(address, user_agent, known_device.read(request), device)


Visitor = Annotated[_Visitor, Depends(get_visitor)]

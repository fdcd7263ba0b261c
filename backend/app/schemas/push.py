"""Web Push on the wire: our key, and a browser's subscription as it describes itself."""

from typing import Annotated

from pydantic import Field, StringConstraints

from app.domain.notifications.push import PushTestState
from app.schemas.base import Inbound, MomentOut, Outbound, example

_POINT = r"^[A-Za-z0-9_-]{86}[AEIMQUYcgkosw048]$"  # 65 bytes in base64url
_SECRET = r"^[A-Za-z0-9_-]{21}[AQgw]$"  # 16 bytes  # noqa: S105  # a pattern
_UUID = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"

Point = Annotated[str, StringConstraints(pattern=_POINT)]


class VapidKey(Outbound):
    """The key that a browser subscribes with (`applicationServerKey`), in base64url."""

    public_key: str


class PushKeys(Inbound):
    """The browser's own keys, with which only it can read what we send."""

    p256dh: Annotated[Point, Field(description="its public key, 65 bytes in base64url")]
    auth: Annotated[
        str,
        StringConstraints(pattern=_SECRET),
        Field(description="its secret, 16 bytes in base64url"),
    ]


class PushSubscriptionRequest(Inbound):
    """What `PushSubscription.toJSON()` says in the browser, and the key that it subscribed with."""

    model_config = example(
        endpoint="https://fcm.googleapis.com/fcm/send/c7Yb2kQ1:APA91bH",
        keys={
            "p256dh": "BKO8xxnFkdYcwIN7Z7cfYxX9LVQPwQJ1wWYSsYPP"
            "QB6QE_xU0bX1GVKQ72TeKRunxDgeUzDJef-P9cFxG3pJd_A",
            "auth": "ab88pCMrgUtrlUh27NaiUg",
        },
        server_key="BElllel_m4saOyTg_q3UmKCgG0w0VVIKdF1MmPKs"
        "o23hB5FxgTWCs4TXznQk3OlBcy4J5ze4giSyNGuoQtOWQVk",
    )

    endpoint: Annotated[str, StringConstraints(max_length=800, pattern=r"^ *https?://[!-~]+ *$")]
    keys: PushKeys
    server_key: Point


class PushReceipt(Inbound):
    """What the push itself held: only who has read it knows."""

    model_config = example(receipt="3b0d7c52-1d0b-4a7e-9c86-0d6a1a3f5b11")

    receipt: Annotated[str, StringConstraints(pattern=_UUID)]


class PushShown(Outbound):
    """Whether the browser should take the notice away again: it was read, or its call is over."""

    is_over: bool


class PushTest(Outbound):
    """What came of a test; after `until` it counts as not shown, but may still be."""

    state: PushTestState
    sent_at: MomentOut | None
    until: MomentOut | None

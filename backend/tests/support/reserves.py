"""Proof of reserves in tests: the house publishes, and a player checks with nothing but the API."""

from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.core.clock import utc_now
from app.core.database import transaction
from app.domain.canonical import canonical
from app.domain.reserves import tree
from app.domain.reserves.tree import Node, Proof
from app.services.reserves import publication
from app.services.reserves.publication import Outcome
from tests.support.arena import Arena, Json, Player


def publish(*, at: datetime | None = None) -> Outcome:
    """Let the house publish the record of an hour, by default of this one."""
    with transaction() as session:
        return publication.publish(session, now=at or utc_now())


def cents(amount: str) -> int:
    """Return an amount of the wire in cents."""
    return int(Decimal(amount) * 100)


def records(player: Player) -> list[Json]:
    """Return what was published, the newest first."""
    found: list[Json] = player.http.get("/reserves").json()["items"]
    return found


def is_genuine(signed: Json, player: Player) -> bool:
    """Return whether a record is the one that was hashed and signed."""
    keys = {one["key_id"]: one["public_key"] for one in player.get("/receipts/keys")["items"]}
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(keys[signed["record"]["key_id"]]))
    message = canonical(signed["record"])
    try:
        key.verify(bytes.fromhex(signed["signature"]), message)
    except InvalidSignature:
        return False
    return bool(sha256(message).hexdigest() == signed["hash"])


def is_in(player: Player, record: Json, proof: Json) -> bool:
    """Return whether `player`, by the name that they sign in with, is proved to be in a record."""
    return tree.verify(
        Proof(
            index=proof["place"],
            count=record["players"],
            salt=bytes.fromhex(proof["salt"]),
            cents=cents(proof["amount"]),
            siblings=[
                Node(bytes.fromhex(one["hash"]), cents(one["amount"])) for one in proof["siblings"]
            ],
        ),
        snapshot=bytes.fromhex(record["snapshot"]),
        player=player.username,
        total=cents(record["total"]),
        published=bytes.fromhex(record["root"]),
    )


def checked(player: Player) -> str | None:
    """Let a player check the newest record; return their amount in it, None if the check fails."""
    newest = records(player)[0]
    record = newest["record"]
    proof = player.get(f"/reserves/{record['number']}/proof")
    genuine = is_genuine(newest, player) and is_in(player, record, proof)
    return str(proof["amount"]) if genuine else None


def as_lying_house(arena: Arena, statement: str, *tables: str) -> None:
    """Change rows as whoever owns the database can, with the triggers of `tables` off."""
    off, on = (
        "".join(f"ALTER TABLE {table} {how} TRIGGER USER;" for table in tables)
        for how in ("DISABLE", "ENABLE")
    )
    arena.sql(f"{off}{statement};{on}")

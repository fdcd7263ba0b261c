"""Upload and download of pictures, without holding a common thread or a transaction.

Pictures are decoded in processes of their own, one for each thread of `_image_pool`; files go to
and from the store in `_storage_pool`, so that a slow store delays no other request. An account has
one picture in the queue of that pool at a time, so that accounts take turns, and `_MOST_UPLOADS`
uploads at once.
"""

import asyncio
import hashlib
import logging
import os
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from sqlalchemy.orm import Session
from starlette.datastructures import FormData, UploadFile

from app.api.database_slots import CallerSlots
from app.core import rate_limit
from app.core.clock import utc_now
from app.core.database import transaction
from app.core.password_pool import lower_thread_priority
from app.core.settings import get_settings
from app.domain.errors import Invalid, NotFound, TooSoon, Unavailable
from app.domain.matches import pictures
from app.domain.matches.pictures import Picture
from app.domain.problems import ProblemCode
from app.integrations.pictures import prepare_apart
from app.integrations.storage import NotThere, StoreAway, get_store, key_of
from app.models.user import User
from app.schemas.evidence import Evidence, EvidenceFields, EvidencePicture
from app.services.auth import accounts
from app.services.evidence import pictures as evidence
from app.services.evidence import uploads
from app.services.evidence.uploads import PendingUpload, PictureNotes

logger = logging.getLogger(__name__)

T = TypeVar("T")
_MAX_FIELD_BYTES = 4 * 1024  # of a field that is no file
_MAX_FILES = 3 * pictures.PICTURES_A_SIDE  # to be counted before they are refused
_MAX_WAITING = 40
_MOST_UPLOADS = 5
_FIELD = "pictures"


_image_pool = ThreadPoolExecutor(
    max_workers=max(1, (os.cpu_count() or 2) - 1),
    thread_name_prefix="images",
    initializer=lower_thread_priority,
)
_storage_pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="storage")
_waiting = 0


@dataclass
class _Account:
    """The uploads of an account that are under way in this process."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    uploads: int = 0


_accounts: dict[int, _Account] = {}  # touched by the event loop only


async def receive(
    request: Request, *, match_id: int, identity: tuple[int, int], slots: CallerSlots
) -> Evidence:
    """Store the pictures of an upload, all or none, and return what the player then sees.

    The body is not read before the player is known to be allowed to upload, and no picture is
    decoded for which there is no room, or that is stored already.
    """
    async with _turn_of(identity[0]) as turn:
        await slots.in_thread(_admit, match_id, identity)
        async with request.form(
            max_files=_MAX_FILES, max_fields=3, max_part_size=_MAX_FIELD_BYTES
        ) as form:
            fields, files = _parse(form)
            prepared = []
            for file in await slots.in_thread(_unseen, match_id, identity, files):
                async with turn:
                    prepared.append(await _in(_image_pool, _prepare, file))
        return await _store(match_id, identity, prepared, fields, slots=slots)


async def _store(
    match_id: int,
    identity: tuple[int, int],
    prepared: Sequence[Picture],
    fields: EvidenceFields,
    *,
    slots: CallerSlots,
) -> Evidence:
    claims = await slots.in_thread(_claim, match_id, identity, prepared, fields)
    fresh = [claim for claim in claims if not claim.is_stored]
    try:
        for claim in fresh:
            await _in(_storage_pool, _put, match_id, claim)
    except StoreAway as error:
        logger.warning("the evidence store is away: %s", error)
        await slots.in_thread(_drop, fresh)
        raise _away() from error
    if fresh and not await slots.in_thread(_finish, match_id, fresh):
        raise _away()
    return await slots.in_thread(_listed, match_id, identity)


async def download(
    *, match_id: int, picture_id: int, identity: tuple[int, int], slots: CallerSlots
) -> tuple[bytes, str]:
    """Return a picture that the caller may see, and its content type; raises NotFound."""
    sha256, content_type = await slots.in_thread(_find, match_id, picture_id, identity)
    key = key_of(match_id=match_id, picture_id=picture_id, sha256=sha256)
    try:
        return await _in(_storage_pool, get_store().read, key), content_type
    except NotThere as error:
        logger.error("%s is missing in the store, or differs from what was put there", key)  # noqa: TRY400
        raise NotFound(ProblemCode.PICTURE_GONE, "That picture is not kept any more.") from error
    except StoreAway as error:
        logger.warning("the evidence store is away: %s", error)
        raise _away() from error


@asynccontextmanager
async def _turn_of(user_id: int) -> AsyncIterator[asyncio.Lock]:
    """Count an upload of an account while it lasts; raises TooSoon when too many are under way."""
    account = _accounts.setdefault(user_id, _Account())
    if account.uploads >= _MOST_UPLOADS:
        raise TooSoon("Your pictures are still coming in. Wait for them first.", retry_after=5)
    account.uploads += 1
    try:
        yield account.turn
    finally:
        account.uploads -= 1
        if not account.uploads:
            del _accounts[user_id]


async def _in(pool: ThreadPoolExecutor, work: Callable[..., T], *args: object) -> T:
    """Run `work` in a pool of its own; raises Unavailable when too many wait."""
    global _waiting  # noqa: PLW0603  # one counter for this process, touched by the event loop only
    if _waiting >= _MAX_WAITING:
        raise Unavailable("Many pictures are coming in. Try again in a moment.", retry_after=5)
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(pool, partial(work, *args))
    finally:
        _waiting -= 1


def _admit(match_id: int, identity: tuple[int, int]) -> None:
    rate_limit.count(get_settings().rate.evidence_per_account, "evidence", str(identity[0]))
    with transaction() as session:
        player = _caller(session, identity)
        evidence.admit(session, match_id=match_id, player=player, now=utc_now())


def _parse(form: FormData) -> tuple[EvidenceFields, list[UploadFile]]:
    """Return fields and files of a form; raises RequestValidationError, Invalid without a file."""
    values: dict[str, object] = {}
    files: list[UploadFile] = []
    for name, value in form.multi_items():
        if name == _FIELD and isinstance(value, UploadFile):
            files.append(value)
        elif isinstance(value, UploadFile) or name in values:
            values[name] = None if name == _FIELD else value  # refused below: it is no text
        elif value.strip():
            values[name] = value
    try:
        fields = EvidenceFields.model_validate(values)
    except ValidationError as error:
        found = [{**entry, "loc": ("body", *entry["loc"])} for entry in error.errors()]
        raise RequestValidationError(found) from error
    if not files:
        raise Invalid(ProblemCode.INVALID_REQUEST, "Choose at least one picture.")
    if len(files) > pictures.PICTURES_A_SIDE:
        raise pictures.pictures_are_full()
    return fields, files


def _unseen(
    match_id: int, identity: tuple[int, int], files: Sequence[UploadFile]
) -> list[UploadFile]:
    """Return the files that are not stored yet; raises Conflict if there is no room for them."""
    by_hash = {_digest(file): file for file in files}
    with transaction() as session:
        stored = evidence.refuse_overflow(
            session,
            match_id=match_id,
            player=_caller(session, identity),
            originals=by_hash.keys(),
            now=utc_now(),
        )
    return [file for digest, file in by_hash.items() if digest not in stored]


def _digest(file: UploadFile) -> bytes:
    digest = hashlib.sha256()
    for part in iter(partial(file.file.read, 1024 * 1024), b""):
        digest.update(part)
    file.file.seek(0)
    return digest.digest()


def _prepare(file: UploadFile) -> Picture:
    if (file.size or 0) > pictures.LARGEST_BYTES:
        return prepare_apart(file.file.read(pictures.LARGEST_BYTES + 1))
    return prepare_apart(file.file.read())


def _claim(
    match_id: int, identity: tuple[int, int], prepared: Sequence[Picture], words: EvidenceFields
) -> list[PendingUpload]:
    with transaction() as session:
        return uploads.claim(
            session,
            match_id=match_id,
            user_id=identity[0],
            pictures=prepared,
            notes=PictureNotes(**words.model_dump()),
            now=utc_now(),
        )


def _put(match_id: int, claim: PendingUpload) -> None:
    picture = claim.picture
    key = key_of(match_id=match_id, picture_id=claim.id, sha256=picture.sha256)
    get_store().put(key, picture.data, content_type=picture.content_type)


def _drop(claims: Sequence[PendingUpload]) -> None:
    with transaction() as session:
        uploads.drop(session, ids=[claim.id for claim in claims], now=utc_now())


def _finish(match_id: int, claims: Sequence[PendingUpload]) -> bool:
    with transaction() as session:
        ids = [claim.id for claim in claims]
        return uploads.keep(session, match_id=match_id, ids=ids, now=utc_now())


def list_for(session: Session, *, match_id: int, viewer: User) -> Evidence:
    """Return the pictures of a match that `viewer` may see, and its window; raises NotFound."""
    window = evidence.window(session, match_id=match_id, viewer=viewer, now=utc_now())
    return Evidence(
        items=[
            EvidencePicture.model_validate(seen)
            for seen in evidence.of_match(session, match_id, viewer)
        ],
        is_open=window.is_open,
        remaining=window.remaining,
        closes_at=window.closes_at,
        opponent_shown=window.opponent_shown,
    )


def _listed(match_id: int, identity: tuple[int, int]) -> Evidence:
    with transaction() as session:
        return list_for(session, match_id=match_id, viewer=_caller(session, identity))


def _caller(session: Session, identity: tuple[int, int]) -> User:
    user_id, session_id = identity
    return accounts.signed_in(session, user_id=user_id, session_id=session_id)


def _find(match_id: int, picture_id: int, identity: tuple[int, int]) -> tuple[bytes, str]:
    with transaction() as session:
        viewer = _caller(session, identity)
        row = evidence.find(session, match_id=match_id, picture_id=picture_id, viewer=viewer)
        return bytes(row.sha256), row.content_type


def _away() -> Unavailable:
    return Unavailable(
        "We cannot keep pictures at the moment. Nothing was stored; try again.", retry_after=10
    )

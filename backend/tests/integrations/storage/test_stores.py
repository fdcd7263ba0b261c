"""Both stores fulfil one contract: they keep what they are given, or report that they cannot."""

import hashlib
import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer
from pydantic import SecretStr

from app.core.settings.evidence import EvidenceSettings
from app.integrations.storage import NotThere, Store, StoreAway, key_of
from app.integrations.storage.local import LocalStore
from app.integrations.storage.s3 import S3Store

PICTURE = b"RIFF....WEBP and so on"
BUCKET = "evidence"


def key(data: bytes = PICTURE, *, match_id: int = 7, picture_id: int = 3) -> str:
    return key_of(match_id=match_id, picture_id=picture_id, sha256=hashlib.sha256(data).digest())


def s3(endpoint: str, *, bucket: str = BUCKET, timeout: float = 5) -> S3Store:
    return S3Store(
        EvidenceSettings(
            store="s3",
            s3_endpoint=endpoint,
            s3_bucket=bucket,
            s3_access_key=SecretStr("an-access-key"),
            s3_secret_key=SecretStr("a-secret-key"),
            s3_timeout=timeout,
        )
    )


@pytest.fixture(scope="module")
def moto_url() -> Iterator[str]:
    """An S3-compatible server over HTTP, with our bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="an-access-key",
        aws_secret_access_key="a-secret-key",
    )
    client.create_bucket(Bucket=BUCKET)
    yield url
    server.stop()


@pytest.fixture(params=["local", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A store of each kind, empty or with what other tests left."""
    if request.param == "local":
        return LocalStore(str(tmp_path / "evidence"))
    return s3(request.getfixturevalue("moto_url"))


def test_a_stored_file_is_read_back(store: Store) -> None:
    assert not store.exists(key())
    store.put(key(), PICTURE, content_type="image/webp")
    assert store.exists(key())
    assert store.read(key()) == PICTURE
    store.delete(key())


def test_putting_it_again_changes_nothing(store: Store) -> None:
    for _ in range(2):
        store.put(key(), PICTURE, content_type="image/webp")
    assert store.read(key()) == PICTURE
    store.delete(key())


def test_a_deleted_file_is_gone_and_may_be_deleted_again(store: Store) -> None:
    store.put(key(), PICTURE, content_type="image/webp")
    for _ in range(2):
        store.delete(key())
    assert not store.exists(key())
    with pytest.raises(NotThere):
        store.read(key())


def test_deleting_one_picture_leaves_the_same_one_of_somebody_else(store: Store) -> None:
    """The same bytes shown by two players are two things."""
    store.put(key(picture_id=3), PICTURE, content_type="image/webp")
    store.put(key(picture_id=4), PICTURE, content_type="image/webp")
    store.delete(key(picture_id=3))
    assert store.read(key(picture_id=4)) == PICTURE
    store.delete(key(picture_id=4))


def test_bytes_that_are_not_what_was_put_are_not_given_out(store: Store) -> None:
    store.put(key(), b"something else", content_type="image/webp")
    with pytest.raises(NotThere):
        store.read(key())
    store.delete(key())


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "matches/1/2/../../../../etc/passwd",
        f"matches/1/2/{'0' * 64}/../x",
        f"matches/-1/2/{'0' * 64}",
        f"matches/1/2/{'0' * 63}G",
        f"matches/1/2/{'0' * 64}\n",
        "",
    ],
)
def test_no_other_name_reaches_the_disk_or_the_bucket(store: Store, path: str) -> None:
    actions: list[Callable[[], object]] = [
        lambda: store.put(path, b"x", content_type="image/webp"),
        lambda: store.read(path),
        lambda: store.exists(path),
        lambda: store.delete(path),
    ]
    for action in actions:
        with pytest.raises(ValueError, match="not a key"):
            action()


def test_a_disk_that_refuses_leaves_nothing_half_stored(tmp_path: Path) -> None:
    place = tmp_path / "evidence"
    place.write_text("a file where the folder should be")
    with pytest.raises(StoreAway):
        LocalStore(str(place)).put(key(), PICTURE, content_type="image/webp")


def test_a_write_that_dies_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_: int) -> None:
        raise OSError

    monkeypatch.setattr(os, "fsync", die)
    store = LocalStore(str(tmp_path))
    with pytest.raises(StoreAway):
        store.put(key(), PICTURE, content_type="image/webp")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_files_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    LocalStore(str(tmp_path / "evidence")).put(key(), PICTURE, content_type="image/webp")
    assert (tmp_path / "evidence").stat().st_mode & 0o777 == 0o700


def all_refuse(store: Store) -> None:
    for action in (
        lambda: store.put(key(), PICTURE, content_type="image/webp"),
        lambda: store.read(key()),
        lambda: store.exists(key()),
        lambda: store.delete(key()),
    ):
        with pytest.raises(StoreAway):
            action()


def test_a_store_that_is_away_says_so() -> None:
    all_refuse(s3("http://127.0.0.1:1", timeout=0.5))


def test_a_store_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host, port = silent.getsockname()[:2]
        store = s3(f"http://{host}:{port}", timeout=0.2)
        with pytest.raises(StoreAway):
            store.put(key(), PICTURE, content_type="image/webp")


def test_a_bucket_that_does_not_exist_is_an_outage_and_not_a_missing_picture(
    moto_url: str,
) -> None:
    store = s3(moto_url, bucket="of-nobody")
    with pytest.raises(StoreAway):
        store.put(key(), PICTURE, content_type="image/webp")
    with pytest.raises(StoreAway):
        store.read(key())


def test_a_store_that_answers_nonsense_is_away() -> None:
    """A proxy's page of HTML, for instance."""
    page = b"HTTP/1.1 500 No\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>"
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            with caller:
                caller.recv(65536)
                caller.sendall(page)

    threading.Thread(target=serve, daemon=True).start()
    host, port = listener.getsockname()[:2]
    with pytest.raises(StoreAway):
        s3(f"http://{host}:{port}", timeout=1).read(key())
    listener.close()


def test_the_bucket_is_addressed_by_path(moto_url: str) -> None:
    """A bucket's name as a subdomain needs DNS that a store of one's own does not have."""
    store = s3(moto_url.replace("127.0.0.1", "localhost"))
    store.put(key(), PICTURE, content_type="image/webp")
    assert store.read(key()) == PICTURE
    store.delete(key())

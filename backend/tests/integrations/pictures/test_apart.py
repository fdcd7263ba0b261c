"""Strangers' pictures are decoded where a decoder that was taken over can do nothing.

Rows of docs/security.md: S51.
"""

import os
import subprocess
import sys
import time
from io import BytesIO

import pytest
from PIL import Image

from app.domain.errors import Invalid
from app.integrations.pictures import apart, prepare, prepare_apart

# What a decoder that runs a stranger's code would try, after its process gave its rights up.
_HARM = {
    "a file is read": "open('/etc/passwd')",
    "a file is written": "open('/tmp/child-was-here', 'w').write('x')",
    "a socket is opened": "__import__('socket').socket()",
    "a process is started": "__import__('os').fork()",
    "memory is taken": "bytearray(2 * 1024**3)",
}
_TRY = """
import os, sys
from app.integrations.pictures import child
child._load_everything()
import socket
read_end, write_end = os.pipe()
pid = os.fork()
if pid == 0:
    child._give_up_rights(write_end)
    try:
        {harm}
    except BaseException as error:
        child._write(type(error).__name__.encode())
    else:
        child._write(b"DONE")
    os._exit(0)
os.close(write_end)
os.waitpid(pid, 0)
print(os.read(read_end, 100).decode())
"""


def _photo(edge: int = 300) -> bytes:
    out = BytesIO()
    Image.effect_noise((edge, edge), 80).convert("RGB").save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("harm", _HARM)
def test_the_process_that_decodes_can_do_no_harm(harm: str) -> None:
    if os.geteuid() == 0 and "fork" in _HARM[harm]:
        pytest.skip("the kernel lets root start processes whatever their number")
    done = subprocess.run(
        [sys.executable, "-c", _TRY.format(harm=_HARM[harm])],
        env={"PYTHONPATH": str(apart._BACKEND)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() in {"OSError", "BlockingIOError", "MemoryError"}, harm


def test_it_is_given_no_secret_of_ours() -> None:
    prepare_apart(_photo())
    child = apart._children.child._process
    with open(f"/proc/{child.pid}/environ") as file:  # noqa: PTH123
        names = {part.partition("=")[0] for part in file.read().split("\0") if part}
    assert names == {"PYTHONPATH", "OPENBLAS_NUM_THREADS", "PATH"}


def test_a_picture_comes_out_as_from_the_decoder_itself() -> None:
    photo = _photo()
    assert prepare_apart(photo) == prepare(photo)


@pytest.mark.parametrize("bad", [b"", b"no picture", _photo(8), b"\x89PNG\r\n\x1a\n" + b"x" * 99])
def test_what_is_no_picture_is_refused_with_the_same_words(bad: bytes) -> None:
    with pytest.raises(Invalid) as apart_said:
        prepare_apart(bad)
    with pytest.raises(Invalid) as said:
        prepare(bad)
    assert apart_said.value.code == said.value.code


def test_one_that_takes_too_long_is_killed_and_the_next_is_decoded() -> None:
    prepare_apart(_photo())
    child = apart._children.child._process
    large = _photo(2000)
    began = time.monotonic()
    with pytest.raises(Invalid):
        prepare_apart(large, seconds=0.01)
    assert time.monotonic() - began < 2
    assert child.poll() is not None, "it is gone, and what it had started with it"
    assert prepare_apart(_photo()).width == 300


def test_an_answer_that_is_no_picture_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    for answer in (
        b"",
        b"null",
        b'{"code": "money_owed", "sentence": "x"}',
        b'{"width": 1, "height": 1, "taken_at": null, "fingerprint": null}\n<svg/>',
        b'{"width": -1, "height": 1, "taken_at": null, "fingerprint": null}\nRIFF    WEBP',
    ):
        monkeypatch.setattr(apart._Child, "ask", lambda *_, answer=answer, **__: answer)
        with pytest.raises(Invalid) as said:
            prepare_apart(_photo())
        assert said.value.code == "picture_unreadable"

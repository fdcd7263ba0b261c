"""Close the sockets that a server listens on without resetting a caller, when it is told to stop.

Whoever has connected but is not accepted yet gets a reset when a listening socket is closed, and a
proxy must not repeat a POST that it had sent by then. So on SIGTERM the kernel first throws away
each new caller's SYN, while those who are in the queue are accepted; then the server stops. A new
caller tries again a second later and is refused, which every proxy takes to the next server.
"""

import asyncio
import contextlib
import ctypes
import os
import signal
import socket
import struct
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

_QUEUE_SECONDS = 0.2  # until all who are in the queue are accepted, on a busy machine
_SO_ATTACH_FILTER = 26
# A program of the kernel's classic packet filter, as (code, jump if true, jump if false, value).
_NO_SYN = (
    (0x30, 0, 0, 13),  # load the byte of TCP's flags
    (0x45, 0, 1, 0x02),  # is it a SYN?
    (0x06, 0, 0, 0),  # then keep nothing of the packet
    (0x06, 0, 0, 0xFFFFFFFF),  # else all of it
)


def close_gently() -> None:
    """Let SIGTERM first refuse new callers, and stop the server a moment later.

    To be called in its event loop before it listens. A socket that was there before is shared with
    other processes, which go on serving it, and is left alone. Does nothing but on Linux, in a
    thread, or where nobody handles SIGTERM.
    """
    stop = signal.getsignal(signal.SIGTERM)
    if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
        return
    if not callable(stop):
        return
    loop, shared = asyncio.get_running_loop(), set(_listening())

    def refuse_and_stop(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, stop)  # a second one stops at once
        for listener in set(_listening()) - shared:
            with contextlib.suppress(OSError):  # no such filters: it stops all the same
                refuse_new_callers(listener)
        loop.call_soon_threadsafe(loop.call_later, _QUEUE_SECONDS, stop, number, frame)

    signal.signal(signal.SIGTERM, refuse_and_stop)


def refuse_new_callers(descriptor: int) -> None:
    """Let the kernel throw away every SYN to a listening socket."""
    program = b"".join(struct.pack("HBBI", *instruction) for instruction in _NO_SYN)
    kept = ctypes.create_string_buffer(program)
    pointer = struct.pack("HP", len(_NO_SYN), ctypes.addressof(kept))
    with socket.socket(fileno=os.dup(descriptor)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, pointer)


def _listening() -> Iterator[int]:
    """Yield the descriptors of this process's listening TCP sockets."""
    for path in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError), socket.socket(fileno=os.dup(int(path.name))) as one:
            is_tcp = one.family in {socket.AF_INET, socket.AF_INET6}
            if is_tcp and one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                yield int(path.name)

"""Becomes another program that ends when the process which started it does.

Run as a script: `python leash.py SIGNAL UID GID PARENT program arguments…` (UID and GID -1: stay).
The kernel sends SIGNAL to the program when its parent dies, kill -9 included. Only Linux can do
so; elsewhere the next start clears up. A script of its own, not a `preexec_fn`, because that one
is unsafe in a process with threads.
"""

import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Drop privileges as asked, tie the process to its parent and become the program."""
    death_signal, uid, gid, parent = (int(value) for value in sys.argv[1:5])
    if gid != -1:
        os.setgroups([])
        os.setgid(gid)
    if uid != -1:
        os.setuid(uid)
    if sys.platform == "linux":
        # After setuid: changing credentials makes the kernel forget it.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:
            sys.exit("the parent ended before its child began")
    os.execvp(sys.argv[5], sys.argv[5:])  # noqa: S606 - becoming another program is the point


main()

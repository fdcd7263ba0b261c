"""Exec a program that the kernel signals when the process that started it dies, kill -9 included.

Run as a script: `python parent_death.py SIGNAL UID GID PARENT program arguments…`; UID and GID -1
keep the caller's. Only Linux has the mechanism (prctl PR_SET_PDEATHSIG); elsewhere the next start
ends what was left. A script rather than a `preexec_fn`, which is unsafe in a process with threads.
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
        # After setuid, because a change of credentials clears the setting.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:
            sys.exit("the parent ended before its child began")
    os.execvp(sys.argv[5], sys.argv[5:])  # noqa: S606 - becoming another program is the point


main()

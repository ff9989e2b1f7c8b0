"""Start a program that dies with the process which asked for it.

`python -I -S launch.py PARENT SIGNAL NICENESS USER|- PROGRAM [ARGUMENT …]`: a script that the program replaces, because
code between fork and exec of a process with threads may not take locks. Only Linux knows the death signal; elsewhere it
is left out.
"""

import ctypes
import os
import pwd
import sys
from collections.abc import Sequence

PR_SET_PDEATHSIG, PR_SET_SECUREBITS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 1, 28, 47, 2
SECBIT_NO_SETUID_FIXUP = 1 << 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522


def main(arguments: Sequence[str]) -> None:
    parent, signal, niceness, user, *command = arguments
    libc = ctypes.CDLL(None, use_errno=True)
    os.nice(int(niceness))
    if user != "-":
        _become(libc, pwd.getpwnam(user))
    if sys.platform == "linux":
        libc.prctl(PR_SET_PDEATHSIG, int(signal), 0, 0, 0)
    if os.getppid() != int(parent):
        sys.exit("The process that wanted this program is gone.")
    os.execv(command[0], command)  # noqa: S606


def _become(libc: ctypes.CDLL, user: pwd.struct_passwd) -> None:
    """Drop root, but keep the right to pass directories that only root may enter.

    Otherwise every directory above the program and its files would have to be opened to everybody.
    """
    # Capabilities outlive the change of user, and access(2), by which PostgreSQL looks for its programs, counts them.
    libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0)
    os.setgroups([])
    os.setresgid(user.pw_gid, user.pw_gid, user.pw_gid)
    os.setresuid(user.pw_uid, user.pw_uid, user.pw_uid)
    kept = 1 << CAP_DAC_OVERRIDE
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    sets = (ctypes.c_uint32 * 6)(kept, kept, kept, 0, 0, 0)
    if libc.capset(header, sets) == 0:
        libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)


if __name__ == "__main__":
    main(sys.argv[1:])

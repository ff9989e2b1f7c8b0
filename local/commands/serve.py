"""`ebookvoice serve`: the whole service on this machine, until it is interrupted."""

import errno
from collections.abc import Callable

from local.cloud import Cloud
from local.ending import Interrupted, UsageError
from local.home import home_directory
from local.mails import shown
from local.parts import HomeBusyError
from local.r2 import StorageChangedError
from local.terms import OWN_MACHINE

FRONT_END = {"AllowedOrigins": "http://localhost:3000"}
"""Where most frameworks serve a page that is being written."""


def serve(port: int, notice: Callable[[str], None], storage: str | None = None) -> None:
    """Run the embedded cloud.

    Raises UsageError if home or port is taken or the home's files lie in another storage, PartFailedError if a part of
    it dies.
    """
    home = home_directory()
    on_mail = lambda mail: notice(shown(mail))  # noqa: E731
    try:
        cloud = Cloud(home, port=port, overrides=OWN_MACHINE, parameters=FRONT_END, storage=storage, on_mail=on_mail)
        with cloud:
            notice(f"eBookVoice answers at {cloud.url}")
            notice(f"Try: curl {cloud.url}/api/health – the README walks on from there. Logs: {cloud.log_directory}")
            notice(f"Mails are shown here and kept in {cloud.home / 'mail'}; nobody else gets them.")
            cloud.wait()
    except StorageChangedError as changed:
        raise UsageError(str(changed)) from changed
    except HomeBusyError as busy:
        raise UsageError(f"{busy} Stop it, or set EBOOKVOICE_HOME to another directory.") from busy
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise UsageError(f"port {port} is in use; choose another with --port") from error
    except Interrupted:
        return

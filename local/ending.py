"""How a run of the command line may end, and what it says then."""

from dataclasses import dataclass
from enum import IntEnum

from ebookvoice.domain.errors import BookRefusedError, EbookVoiceError, UnknownVoiceError
from ebookvoice.domain.storage import NotAPictureError

SIGNALLED = 128
"""A shell reports a program that was ended by signal n as 128 + n."""
REFUSED_CODES = frozenset({NotAPictureError.code, *(refusal.code for refusal in BookRefusedError.__subclasses__())})
VOICE_ADVICE = "There is no such voice; `ebookvoice voices` lists those that there are."


class Exit(IntEnum):
    DONE = 0
    UNFINISHED = 1
    USAGE = 2
    REFUSED = 3
    FAILED = 4


class UsageError(Exception):
    """The command can't be carried out as it was given."""

    def __init__(self, message: str, usage: str = "") -> None:
        super().__init__(message)
        self.usage = usage


class ServiceError(Exception):
    """The service said no, or nothing: a stable code and a sentence for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class UnfinishedError(Exception):
    """The command has done what it could, and somebody has to look at the rest: a stable code and a sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Interrupted(KeyboardInterrupt):  # noqa: N818 – not an error, like its base
    """Somebody asked the program to stop."""

    def __init__(self, signal_number: int) -> None:
        super().__init__()
        self.signal_number = signal_number


@dataclass(frozen=True, slots=True)
class Ending:
    """An exit status, a stable code, a sentence, and the usage line where it helps."""

    status: int
    code: str
    message: str
    usage: str = ""


def ending_of(error: BaseException) -> Ending | None:
    """Find the ending that belongs to what was raised; None for a defect of the program."""
    match error:
        case UsageError():
            return Ending(Exit.USAGE, "usage", str(error), error.usage)
        case Interrupted():
            status = SIGNALLED + error.signal_number
            return Ending(status, "interrupted", "Stopped before the end; no file was written.")
        case UnfinishedError():
            return Ending(Exit.UNFINISHED, error.code, str(error))
        case ServiceError(code=UnknownVoiceError.code):
            return Ending(Exit.USAGE, error.code, VOICE_ADVICE)
        case ServiceError(code="invalid_request"):
            return Ending(Exit.USAGE, error.code, str(error))
        case ServiceError() | EbookVoiceError():
            status = Exit.REFUSED if error.code in REFUSED_CODES else Exit.FAILED
            return Ending(status, error.code, str(error))
        case OSError():
            return Ending(Exit.FAILED, "system", str(error))
    return None

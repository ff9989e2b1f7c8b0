"""The errors that clients may meet, with status and sentence."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass

import ebookvoice.domain
from ebookvoice.domain.errors import EbookVoiceError
from functions.api.errors import status_of


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """A stable code, the status of its answers, and what is said to people."""

    status: int
    code: str
    sentence: str


def codes() -> list[Code]:
    """List every code, by status."""
    for module in pkgutil.iter_modules(ebookvoice.domain.__path__, "ebookvoice.domain."):
        importlib.import_module(module.name)
    own = [error for error in _family(EbookVoiceError) if "code" in vars(error) and _is_ours(error)]
    return sorted(Code(int(status_of(error)), error.code, error.message) for error in own)


def _family(base: type[EbookVoiceError]) -> Iterator[type[EbookVoiceError]]:
    yield base
    for child in base.__subclasses__():
        yield from _family(child)


def _is_ours(error: type[EbookVoiceError]) -> bool:
    """Tell errors of the product from those of the command line, which nobody meets over HTTP."""
    return error.__module__.startswith(("ebookvoice.", "functions.api."))

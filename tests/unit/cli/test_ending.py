"""Exit statuses."""

import signal

import pytest

from ebookvoice.domain import errors
from local.ending import Ending, Interrupted, ServiceError, UsageError, ending_of


@pytest.mark.parametrize("refusal", errors.BookRefusedError.__subclasses__())
def test_a_refused_book_ends_with_3_wherever_it_was_refused(refusal: type[errors.BookRefusedError]) -> None:
    assert ending_of(ServiceError(refusal.code, "No.")) == Ending(3, refusal.code, "No.")
    assert ending_of(refusal()) == Ending(3, refusal.code, refusal.message)


@pytest.mark.parametrize("code", ["speech_failed", "conversion_failed", "unavailable", "something_new"])
def test_every_other_failure_ends_with_4(code: str) -> None:
    assert ending_of(ServiceError(code, "No.")) == Ending(4, code, "No.")


def test_a_voice_that_only_the_service_could_know_is_a_matter_of_usage() -> None:
    ending = ending_of(ServiceError("unknown_voice", "GET /api/voices"))
    assert ending is not None
    assert ending.status == 2
    assert "ebookvoice voices" in ending.message


def test_usage_carries_its_usage_line() -> None:
    assert ending_of(UsageError("no file", "usage: x\n")) == Ending(2, "usage", "no file", "usage: x\n")


def test_an_interrupted_run_ends_as_a_shell_expects() -> None:
    endings = [ending_of(Interrupted(number)) for number in (signal.SIGINT, signal.SIGTERM)]
    assert [ending.status for ending in endings if ending] == [130, 143]


def test_a_full_disk_ends_with_4() -> None:
    ending = ending_of(OSError(28, "No space left on device"))
    assert ending is not None
    assert (ending.status, ending.code) == (4, "system")


def test_a_defect_is_not_dressed_up() -> None:
    assert ending_of(KeyError("x")) is None

"""Plans of books, as their owners see them: asked for here, read where books are read, kept with the file."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from ebookvoice.domain.choice import Choice
from ebookvoice.domain.errors import (
    ConversionFailedError,
    InvalidStateError,
    NotABookError,
    UploadExpiredError,
    UploadMissingError,
)
from ebookvoice.domain.file import File
from ebookvoice.domain.refusals import PlanRefusedError
from ebookvoice.domain.selection import check_parts
from ebookvoice.domain.states import FileState
from ebookvoice.domain.storage import FileKind, GoneError
from ebookvoice.ports.records.plans import KeptPlan
from ebookvoice.ports.store import Records
from ebookvoice.usecases import relay
from ebookvoice.usecases.library import find_file
from ebookvoice.usecases.messages import plan_message
from ebookvoice.usecases.world import World

GIVEN_UP = timedelta(hours=1)
"""How long a plan stays refused that failed through no fault of the book; then it may be asked for again."""


def find_plan(world: World, user_id: UUID, file_id: UUID) -> dict[str, Any] | None:
    """Find the plan of an uploaded book, by the fields of a Plan, asking for it first; None while it is being read.

    A book is read once for its plan, so uploads are limited and this need not be. Raises NotFoundError, NotABookError
    for a picture or an audiobook, PlanRefusedError; and by the file's state UploadMissingError, UploadExpiredError,
    GoneError, InvalidStateError.
    """
    file = find_file(world, user_id, file_id)
    check_readable(file)
    with world.store.as_user(user_id) as records:
        kept = _current(records, file)
    if kept and not kept.failure:
        return kept.body
    failure = kept.failure if kept else None
    may_ask = failure is None or failure.code == ConversionFailedError.code
    asked = may_ask and _request(world, file.id)
    if failure and not asked:
        raise PlanRefusedError(failure)
    return None


def check_choice(records: Records, file: File, choice: Choice) -> None:
    """Raise UnknownPartError for a choice that does not fit the file's plan, if there is one already."""
    kept = _current(records, file)
    if kept and kept.body:
        check_parts((part["id"] for part in kept.body["parts"]), choice)


def planned_language(records: Records, file: File) -> str | None:
    """Tell what language (BCP 47) a file's plan says that it is in; None without a plan, too."""
    kept = _current(records, file)
    return kept.body["language"] if kept and kept.body else None


def _request(world: World, file_id: UUID) -> bool:
    """Have a book read, once for all who ask; False if that was done before."""
    now = world.clock.now()
    with world.store.as_service() as records:
        owner = records.plans.request(file_id, now, now - GIVEN_UP)
        messages = [plan_message(world, file_id, owner)] if owner else []
        records.outbox.add(messages)
    relay.send(world, messages)
    return owner is not None


def _current(records: Records, file: File) -> KeptPlan | None:
    """Find the plan of the bytes that the file has now."""
    kept = records.plans.find(file.id)
    return kept if kept and kept.etag == file.etag else None


def check_readable(file: File) -> None:
    """Raise what find_plan raises for a file that is no book, or whose bytes are not there."""
    if file.kind is not FileKind.BOOK:
        raise NotABookError("Only a book has a plan. This file is a picture or an audiobook.")
    match file.state:
        case FileState.AWAITING:
            raise UploadMissingError
        case FileState.EXPIRED:
            raise UploadExpiredError
        case FileState.REJECTED if file.failure:
            raise PlanRefusedError(file.failure)
        case FileState.REJECTED:
            raise InvalidStateError
        case FileState.REMOVED:
            raise GoneError

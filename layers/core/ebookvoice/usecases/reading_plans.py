"""Plans of books, read: requested → ready, or refused with a reason."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from ebookvoice.domain.choice import Choice
from ebookvoice.domain.errors import BookRefusedError, ConversionFailedError, EbookVoiceError
from ebookvoice.domain.job import Failure
from ebookvoice.domain.plan import Plan, make_plan
from ebookvoice.domain.speech import Voice
from ebookvoice.ports.reading import BookReader
from ebookvoice.ports.records.plans import PlanTask
from ebookvoice.usecases import lease, sources, telling
from ebookvoice.usecases.world import World

DefaultVoice = Callable[[str | None], Voice]
"""The voice that a book of a language (BCP 47) gets if nobody chooses one."""


def read_plan(
    world: World,
    file_id: UUID,
    reader: BookReader,
    default_voice: DefaultVoice,
    directory: Path,
    hide: Callable[[int], None],
) -> bool:
    """Read a book for its plan; False if somebody else does or did.

    A book that is refused makes a refused plan; whatever else goes wrong is raised, for another try.
    """
    attempt = world.ids.new()
    with world.store.as_service() as records:
        task = records.plans.claim(file_id, attempt, world.clock.now(), lease.lease_end(world))
    if task is None:
        return False
    if task.attempts > world.settings.max_attempts:
        return _refuse(world, file_id, _given_up(), attempt)
    try:
        with lease.held(world, lambda records: records.plans, file_id, attempt, hide):
            plan = _read(world, task, reader, default_voice, directory)
            with world.store.as_service() as records:
                return records.plans.store(file_id, attempt, plan, world.clock.now())
    except BookRefusedError as refusal:
        return _refuse(world, file_id, refusal, attempt)


def give_up_plan(world: World, file_id: UUID) -> bool:
    """Refuse a plan that could not be read, after several tries; False if it is settled or a worker is at it."""
    return _refuse(world, file_id, _given_up())


def _read(world: World, task: PlanTask, reader: BookReader, default_voice: DefaultVoice, directory: Path) -> Plan:
    book = reader.read(sources.fetch(world, task, directory), task.filename)
    return make_plan(book, Choice(), default_voice(book.language))


def _refuse(world: World, file_id: UUID, error: EbookVoiceError, attempt: UUID | None = None) -> bool:
    with world.store.as_service() as records:
        refused = records.plans.refuse(file_id, Failure(error.code, str(error)), world.clock.now(), attempt)
    if refused and isinstance(error, BookRefusedError):
        telling.book_refused(world, error)
    return refused


def _given_up() -> ConversionFailedError:
    return ConversionFailedError("The book could not be read, after several tries. Ask for its plan again in an hour.")

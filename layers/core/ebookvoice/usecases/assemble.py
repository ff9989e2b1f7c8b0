"""Make the files of an audiobook from its mastered chapters: assembling → completed."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from ebookvoice.domain import keys
from ebookvoice.domain.errors import ConversionFailedError, SpeechIncompleteError
from ebookvoice.domain.filenames import filename
from ebookvoice.domain.formats import Format
from ebookvoice.ports.assembling import Workshop
from ebookvoice.ports.records.assemblies import Artifact, AssemblyTask
from ebookvoice.ports.records.chapters import FinishedChapter
from ebookvoice.usecases import digests, labels, lease, lifetimes, sources, telling
from ebookvoice.usecases.jobs import fail_job
from ebookvoice.usecases.master import KEPT
from ebookvoice.usecases.metadata import describe
from ebookvoice.usecases.products import Master, Product, products
from ebookvoice.usecases.stored import StoredChapter
from ebookvoice.usecases.world import World


def assemble(world: World, job_id: UUID, workshop: Workshop, hide: Callable[[int], None]) -> bool:
    """Make the job's audiobook in all its formats and settle its credits; False if somebody else does or did.

    A book of which not every character was spoken fails its job.
    """
    attempt = world.ids.new()
    with world.store.as_service() as records:
        task = records.jobs.claim_assembling(job_id, attempt, world.clock.now(), lease.lease_end(world))
    if task is None:
        return False
    if task.attempts > world.settings.max_attempts:
        return fail_job(world, job_id, ConversionFailedError())
    try:
        with lease.held(world, lambda records: records.jobs, job_id, attempt, hide):
            return _assemble(world, task, attempt, workshop)
    except SpeechIncompleteError as error:
        return fail_job(world, job_id, error)


def _assemble(world: World, task: AssemblyTask, attempt: UUID, workshop: Workshop) -> bool:
    with world.store.as_service() as records:
        chapters = records.chapters.of_job(task.job_id)
        certificate = records.audiobooks.certificate(task.job_id)
    if certificate is None or certificate.characters_spoken != certificate.characters:
        raise SpeechIncompleteError
    made = [_publish(world, task, attempt, product) for product in products(_master(world, task, chapters), workshop)]
    metadata = Product.of_metadata(describe(task, chapters, certificate, made))
    return _complete(world, task, attempt, chapters, [*made, _publish(world, task, attempt, metadata)])


def _master(world: World, task: AssemblyTask, chapters: list[FinishedChapter]) -> Master:
    stored = [StoredChapter(world.objects, chapter, (task.book_key, task.book_etag)) for chapter in chapters]
    source = partial(sources.fetch, world, task.upload) if Format.READALONG in task.formats else None
    return Master(task, labels.tags_of(task), labels.cover_of(world, task), stored, source)


def _publish(world: World, task: AssemblyTask, attempt: UUID, product: Product) -> Artifact:
    """Write a file under this attempt's keys, in passing."""
    blocks = digests.Hashed(product.blocks)
    key = keys.artifact(task.user_id, task.job_id, attempt, product.format)
    head = world.objects.put_stream(key, blocks, product.content_type)
    return Artifact(
        world.ids.new(),
        product.format,
        key,
        filename(task.title, product.suffix),
        product.content_type,
        head.size,
        blocks.base64(),
        head.etag,
        lifetimes.of_artifact(world, world.clock.now()),
    )


def _complete(
    world: World, task: AssemblyTask, attempt: UUID, chapters: list[FinishedChapter], artifacts: list[Artifact]
) -> bool:
    """Record the audiobook and post the hold together; remove what attempts that died or came too late have made."""
    with world.store.as_service() as records:
        completed = records.jobs.complete(task, attempt, artifacts, world.clock.now())
        posted = records.credits.post(task.job_id, world.clock.now()) if completed else 0
    official = {artifact.key for artifact in artifacts}
    if not completed:
        world.objects.delete(official)
        return False
    telling.job_completed(world, task, posted)
    official |= {chapter.audio[KEPT].key for chapter in chapters if KEPT in chapter.audio}
    made = world.objects.list(keys.artifact_prefix(task.user_id, task.job_id))
    world.objects.delete(key for key in made if key not in official)
    return True

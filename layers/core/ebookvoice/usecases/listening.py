"""Single chapters, to listen to as soon as they are mastered."""

from datetime import timedelta
from uuid import UUID

from ebookvoice.domain.errors import NotFoundError, NotReadyError
from ebookvoice.domain.filenames import chapter_filename
from ebookvoice.domain.formats import ChapterCodec
from ebookvoice.domain.job import Download, Job
from ebookvoice.domain.states import JobState
from ebookvoice.domain.storage import GoneError
from ebookvoice.ports.records.chapters import StoredAudio
from ebookvoice.usecases import library
from ebookvoice.usecases.jobs import find_job
from ebookvoice.usecases.master import CODEC_SUFFIXES, CODEC_TYPES, KEPT
from ebookvoice.usecases.world import World


def chapter_download(world: World, user_id: UUID, job_id: UUID, number: int) -> Download:
    """Sign a short-lived download of a chapter (from 1), whether its job still runs or not.

    It is the MP3 that its owner keeps, where MP3 was asked for; else the encoding that the book is bound from, which is
    there until some time after that. Raises NotFoundError, NotReadyError, GoneError.
    """
    job = find_job(world, user_id, job_id)
    if job.state in (JobState.FAILED, JobState.CANCELLED) or not 1 <= number <= max(1, len(job.chapters)):
        raise NotFoundError
    with world.store.as_user(user_id) as records:
        file = records.audiobooks.file(job_id, KEPT, number - 1)
        audio = records.chapters.audio_of(job_id, number - 1)
    if file is not None and file.stored:
        return library.sign_download(world, file, file.content_type)
    if ChapterCodec.AAC in audio:
        return _sign(world, job, number, audio[ChapterCodec.AAC])
    raise GoneError if job.state is JobState.COMPLETED else NotReadyError


def _sign(world: World, job: Job, number: int, stored: StoredAudio) -> Download:
    suffix, content_type = CODEC_SUFFIXES[ChapterCodec.AAC], CODEC_TYPES[ChapterCodec.AAC]
    filename = chapter_filename(number, len(job.chapters), job.chapters[number - 1].title, suffix)
    seconds = world.settings.download_seconds
    url = world.objects.presign_get(stored.key, filename=filename, content_type=content_type, expires=seconds)
    return Download(url, filename, stored.size, world.clock.now() + timedelta(seconds=seconds))

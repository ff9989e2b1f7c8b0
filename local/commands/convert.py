"""`ebookvoice convert`: one book through the whole service, as any client of the API would send it."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ebookvoice.domain.choice import Choice
from ebookvoice.domain.direction import Direction
from ebookvoice.domain.errors import NoTextError
from ebookvoice.domain.formats import DEFAULT_FORMATS, Format
from ebookvoice.domain.storage import NotAPictureError
from local.artifact import file_name, suffix_of
from local.client import Client
from local.commands.voices import check_voice
from local.credentials import Credentials
from local.directing import fields_of
from local.ending import ServiceError, UsageError
from local.engines import engines
from local.home import home_directory, own_cloud
from local.mails import latest_code
from local.progress import Progress
from local.sending import by_phase
from local.unfinished import Unfinished, digest_of
from local.wire import Artifact, Audiobook, Fields, Job


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asks for."""

    book: Path
    out: Path
    voice: str | None
    title: str | None
    cover: Path | None = None
    choice: Choice = Choice()
    direction: Direction = Direction()
    formats: tuple[Format, ...] = DEFAULT_FORMATS

    @property
    def conversion(self) -> Fields:
        """Write the order as the API takes it."""
        wanted: Fields = {"voice": self.voice, "title": self.title, "parts": self.choice.parts}
        named = {name: value for name, value in wanted.items() if value is not None}
        listed = [asdict(entry) for entry in self.choice.pronunciations]
        made = {**fields_of(self.direction), "formats": list(self.formats)}
        return {**named, **made, "notes": self.choice.notes, "pronunciations": listed}


@dataclass(frozen=True, slots=True)
class Converted:
    """The audiobook, where its files were written, and the seconds from start to end."""

    audiobook: Audiobook
    paths: tuple[Path, ...]
    wall_s: float


def convert(order: Order, progress: Progress, notice: Callable[[str], None]) -> Converted:
    """Convert a book in the embedded cloud.

    Raises UsageError before anything has started, ServiceError or EbookVoiceError when there will be no audiobook.
    """
    started = time.monotonic()
    _check(order)
    check_voice(order.voice, order.direction.language)
    progress.phase("starting")
    with own_cloud(home_directory(), notice, engines(order.voice)) as (cloud, home):
        account = Credentials.of(home / "account.json")
        client = Client(cloud.url, account, lambda email: latest_code(cloud.mails(email)))
        unfinished = Unfinished(home / "unfinished.json")
        job = _await_end(client, _begun(client, order, unfinished, progress), progress)
        try:
            audiobook = client.audiobook(job["id"])
            paths = _save_all(client, audiobook, order)
        finally:
            unfinished.end()
    return Converted(audiobook, paths, time.monotonic() - started)


def _begun(client: Client, order: Order, unfinished: Unfinished, progress: Progress) -> Job:
    """Take up what was begun for the same order, or begin it."""
    name = digest_of(order.conversion, *filter(None, (order.book, order.cover)))
    job = unfinished.taken_up(client, name)
    if job is None:
        progress.phase("uploading")
        cover = {"cover_id": client.picture(order.cover)} if order.cover else {}
        job = client.upload(order.book, {**order.conversion, **cover}, by_phase(progress.phase))
        unfinished.begin(name, job)
    return job


def _check(order: Order) -> None:
    for path in filter(None, (order.book, order.cover)):
        if not path.is_file():
            raise UsageError(f"there is no file {path}")
        if not os.access(path, os.R_OK):
            raise UsageError(f"{path} can't be read")
    try:
        order.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{order.out} can't be used as a directory: {error.strerror}") from error
    if not os.access(order.out, os.W_OK | os.X_OK):
        raise UsageError(f"{order.out} can't be written to")
    if order.book.stat().st_size == 0:
        # The API takes no empty uploads, so the refusal that reading it would end in is made here.
        raise NoTextError
    if order.cover and order.cover.stat().st_size == 0:
        raise NotAPictureError


def _await_end(client: Client, queued: Job, progress: Progress) -> Job:
    try:
        for job in client.follow(queued["id"]):
            progress.job(job)
    except (KeyboardInterrupt, SystemExit):
        with suppress(ServiceError):
            client.cancel(queued["id"])
        raise
    if job["state"] == "completed":
        return job
    failure = job["error"] or {"code": job["state"], "message": f"The conversion ended as {job['state']}."}
    raise ServiceError(failure["code"], failure["message"])


def _save_all(client: Client, audiobook: Audiobook, order: Order) -> tuple[Path, ...]:
    """Write the files of the whole book that were asked for."""
    wanted = [made for made in audiobook["artifacts"] if made["chapter"] is None and made["format"] in order.formats]
    return tuple(_save(client, audiobook, artifact, order.out) for artifact in wanted)


def _save(client: Client, audiobook: Audiobook, artifact: Artifact, out: Path) -> Path:
    """Write a file under another name first, so that a half-written one is never seen."""
    target = out / file_name(audiobook["title"], suffix_of(artifact))
    with TemporaryDirectory(dir=out, prefix=".ebookvoice-") as workshop:
        draft = Path(workshop) / target.name
        with draft.open("wb") as file:
            client.download(audiobook["id"], file, artifact["format"])
        return draft.replace(target)

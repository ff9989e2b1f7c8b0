"""`ebookvoice convert`: one book through the whole service, as any client of the API would send it."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ebookvoice.domain.choice import Choice
from ebookvoice.domain.errors import NoTextError
from ebookvoice.domain.storage import NotAPictureError
from local.artifact import file_name
from local.client import Client
from local.commands.voices import check_voice
from local.credentials import Credentials
from local.ending import ServiceError, UsageError
from local.home import home_directory, own_cloud
from local.mails import latest_code
from local.progress import Progress
from local.sending import by_phase
from local.wire import Audiobook, Fields, Job


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asks for."""

    book: Path
    out: Path
    voice: str | None
    title: str | None
    cover: Path | None = None
    choice: Choice = Choice()

    @property
    def conversion(self) -> Fields:
        """Write the order as the API takes it."""
        wanted: Fields = {"voice": self.voice, "title": self.title, "parts": self.choice.parts}
        named = {name: value for name, value in wanted.items() if value is not None}
        listed = [asdict(entry) for entry in self.choice.pronunciations]
        return {**named, "notes": self.choice.notes, "pronunciations": listed}


@dataclass(frozen=True, slots=True)
class Converted:
    """The audiobook, where it was written, and the seconds from start to end."""

    audiobook: Audiobook
    path: Path
    wall_s: float


def convert(order: Order, progress: Progress, notice: Callable[[str], None]) -> Converted:
    """Convert a book in the embedded cloud.

    Raises UsageError before anything has started, ServiceError or EbookVoiceError when there will be no audiobook.
    """
    started = time.monotonic()
    _check(order)
    check_voice(order.voice)
    progress.phase("starting")
    with own_cloud(home_directory(), notice) as (cloud, home):
        account = Credentials.of(home / "account.json")
        client = Client(cloud.url, account, lambda email: latest_code(cloud.mails(email)))
        progress.phase("uploading")
        cover = {"cover_id": client.picture(order.cover)} if order.cover else {}
        queued = client.upload(order.book, {**order.conversion, **cover}, by_phase(progress.phase))
        job = _await_end(client, queued, progress)
        audiobook = client.audiobook(job["id"])
        path = _save(client, audiobook, order.out)
    return Converted(audiobook, path, time.monotonic() - started)


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


def _save(client: Client, audiobook: Audiobook, out: Path) -> Path:
    """Write the file under another name first, so that a half-written one is never seen."""
    target = out / file_name(audiobook["title"])
    with TemporaryDirectory(dir=out, prefix=".ebookvoice-") as workshop:
        draft = Path(workshop) / target.name
        with draft.open("wb") as file:
            client.download(audiobook["id"], file)
        return draft.replace(target)

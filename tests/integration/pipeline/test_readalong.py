"""The read-along of an EPUB is that EPUB, as long as it is there."""

import io
import zipfile
from pathlib import Path
from uuid import UUID

import pytest

from ebookvoice.domain.formats import Format
from ebookvoice.domain.job import Conversion
from ebookvoice.usecases import audiobooks
from tests.integration.pipeline.test_formats import Deployment
from tests.unit.readers.epubs import read
from tests.unit.texts.originals import FILES, STYLE, write
from tests.unit.texts.samples import JPEG

READALONG = Conversion(formats=(Format.READALONG,))
CHANGED = b"other bytes under the same key"


@pytest.fixture
def original(tmp_path: Path) -> Path:
    return write(tmp_path / "original.epub")


@pytest.fixture
def deployment(database_url: str, original: Path) -> Deployment:
    deployment = Deployment(database_url)
    deployment.source = original.read_bytes()
    return deployment


def mastered(deployment: Deployment, original: Path, directory: Path) -> tuple[UUID, UUID]:
    """Convert the upload as far as to the making of files; return its owner and the job."""
    user = deployment.user()
    return user, deployment.mastered(user, READALONG, directory, read(original))


def bound(deployment: Deployment, user: UUID, job_id: UUID) -> zipfile.ZipFile:
    """Make the read-along and open it."""
    deployment.bind()
    [file] = (f for f in audiobooks.find_audiobook(deployment, user, job_id).files if f.format == Format.READALONG)
    return zipfile.ZipFile(io.BytesIO(deployment.objects.read(file.key)))


def test_the_readalong_is_the_upload_with_overlays(deployment: Deployment, original: Path, tmp_path: Path) -> None:
    with bound(deployment, *mastered(deployment, original, tmp_path)) as made:
        assert made.testzip() is None
        assert FILES.keys() <= set(made.namelist())
        assert made.read("OPS/images/one.jpg") == JPEG
        assert made.read("OPS/style.css") == STYLE
        overlays = [made.read(name).decode() for name in made.namelist() if name.endswith(".smil")]
        assert len(overlays) == 3
        assert sum(overlay.count("<audio ") for overlay in overlays) >= 10
        assert b"media-overlay=" in made.read("OPS/package.opf")
        assert sum(name.endswith(".m4a") for name in made.namelist()) == len(read(original).chapters)


@pytest.mark.parametrize("content", [None, CHANGED], ids=["gone", "changed"])
def test_an_upload_that_is_gone_meanwhile_has_the_book_made_of_its_text(
    deployment: Deployment, original: Path, tmp_path: Path, content: bytes | None
) -> None:
    job = mastered(deployment, original, tmp_path)
    [key] = deployment.objects.list(f"users/{job[0]}/uploads/")
    deployment.objects.delete([key])
    if content is not None:
        deployment.objects.objects[key] = content
    with bound(deployment, *job) as made:
        assert made.testzip() is None
        assert "OPS/images/one.jpg" not in made.namelist()
        assert any(name.endswith(".smil") for name in made.namelist())

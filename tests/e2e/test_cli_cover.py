"""`ebookvoice convert --cover`: a picture of one's own on the audiobook."""

import io
import os
import subprocess
import sys
from pathlib import Path

import av
import pytest
from av.video.frame import VideoFrame

from functions.convert.audio.square import SIDE
from local.sample.build import build
from tests.unit.pictures.samples import CORNERS, corners, encoded, told_corners

ROOT = Path(__file__).parents[2]
SECONDS = 90


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cover-home")


def convert(home: Path, directory: Path, cover: bytes | None) -> subprocess.CompletedProcess[str]:
    """Convert the sample book with that cover; None names a file that does not exist."""
    picture = directory / "cover.webp"
    if cover is not None:
        picture.write_bytes(cover)
    book, out = build(directory / "sample.epub"), directory / "out"
    command = [sys.executable, "-m", "local.cli", "convert", str(book), "--out", str(out), "--cover", str(picture)]
    paths = os.pathsep.join((str(ROOT), str(ROOT / "layers" / "core")))
    environment = {**os.environ, "EBOOKVOICE_HOME": str(home), "PYTHONPATH": paths}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)


def test_the_audiobook_has_the_picture(home: Path, tmp_path: Path) -> None:
    done = convert(home, tmp_path, encoded(corners(300, 300), "WEBP", lossless=True))
    assert done.returncode == 0, done.stderr
    [audiobook] = (tmp_path / "out").iterdir()
    with av.open(io.BytesIO(audiobook.read_bytes()), "r") as container:
        [frame] = container.decode(container.streams.video[0])
    assert isinstance(frame, VideoFrame)
    assert (frame.width, frame.height) == (SIDE, SIDE)
    assert told_corners(frame.to_image()) == CORNERS  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("cover", "status", "code"),
    [(b"no picture", 3, "not_a_picture"), (b"", 3, "not_a_picture"), (None, 2, "usage")],
    ids=["no picture", "empty", "no file"],
)
def test_what_is_no_picture_ends_the_run(
    home: Path, tmp_path: Path, cover: bytes | None, status: int, code: str
) -> None:
    done = convert(home, tmp_path, cover)
    assert done.returncode == status
    assert f"ebookvoice: {code}:" in done.stderr
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())

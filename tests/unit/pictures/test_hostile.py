"""A hostile file costs a refusal: not the function, and not more than a bounded effort."""

import json
import os
import struct
import subprocess
import sys
import time
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from ebookvoice.domain.errors import EbookVoiceError, TooLargeError
from ebookvoice.domain.storage import NotAPictureError
from functions.convert.pictures import encoder
from functions.convert.pictures.encoder import ProcessEncoder
from functions.convert.pictures.limits import BOUNDS, MAX_PIXELS, MAX_SCANS
from functions.convert.sealed import ProgramBrokenError, Run
from tests.unit.pictures.samples import black_png, burdened, chunk, corners, encoded, png

SECONDS = 20
"""Far more than refusing takes, and far less than what the files below ask for."""


def encode(content: bytes, directory: Path) -> str:
    """Run a file through; return the format of the result, or the code of the refusal."""
    source = directory / "source"
    source.write_bytes(content)
    try:
        return ProcessEncoder().encode(source, directory).picture.content_type
    except EbookVoiceError as error:
        return error.code


def test_a_good_picture_comes_with_its_thumbnail(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(encoded(corners(1_000, 500), "PNG"))
    picture, thumbnail = ProcessEncoder().encode(source, tmp_path)
    assert (picture.content_type, picture.extension, picture.width, picture.height) == ("image/png", "png", 1_000, 500)
    assert (thumbnail.content_type, thumbnail.width, thumbnail.height) == ("image/webp", 320, 160)
    with Image.open(thumbnail.path) as opened:
        assert opened.size == (320, 160)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"BM" + bytes(60),
        b"II*\0" + bytes(60),
        b"\0\0\0\x1cftypavif" + bytes(60),
        b"RIFF\0\0\0\0WAVE",
        b"\xff\xd8\xff",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x04\0\0\0WEBP",
    ],
)
def test_what_is_no_picture_is_refused(content: bytes, tmp_path: Path) -> None:
    assert encode(content, tmp_path) == "not_a_picture"


@pytest.mark.parametrize("name", ["JPEG", "PNG", "GIF", "WEBP"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_truncated_picture_is_refused(name: str, part: float, tmp_path: Path) -> None:
    whole = encoded(Image.effect_noise((300, 200), 80), name)
    assert encode(whole[: int(len(whole) * part)], tmp_path) == "not_a_picture"


def test_the_largest_picture_is_taken_and_one_pixel_row_more_is_not(tmp_path: Path) -> None:
    began = time.monotonic()
    assert encode(black_png(10_000, MAX_PIXELS // 10_000), tmp_path) == "image/png"
    print(f"{MAX_PIXELS:,} pixels of black: {time.monotonic() - began:.1f} s")  # noqa: T201 - shown by pytest -s
    assert encode(black_png(10_000, MAX_PIXELS // 10_000 + 1), tmp_path) == "too_large"


@pytest.mark.parametrize(("width", "height"), [(2**31 - 1, 2**31 - 1), (MAX_PIXELS + 1, 1), (65_500, 65_500)])
def test_a_header_that_promises_too_much_is_refused_unread(width: int, height: int, tmp_path: Path) -> None:
    began = time.monotonic()
    assert encode(png(width, height, chunk(b"IDAT", zlib.compress(b""))), tmp_path) == "too_large"
    assert time.monotonic() - began < SECONDS


def test_a_header_that_lies_is_refused(tmp_path: Path) -> None:
    assert encode(png(5_000, 5_000, chunk(b"IDAT", zlib.compress(bytes(100)))), tmp_path) == "not_a_picture"


def test_a_frame_larger_than_its_canvas_is_refused(tmp_path: Path) -> None:
    small = bytearray(encoded(Image.new("P", (8, 8)), "GIF"))
    frame = small.index(b"\x2c\0\0\0\0\x08\0\x08\0")
    small[frame + 5 : frame + 9] = struct.pack("<HH", 65_535, 65_535)
    assert encode(bytes(small), tmp_path) in ("too_large", "not_a_picture")


@pytest.mark.parametrize("kind", [b"zTXt", b"iCCP"])
def test_a_chunk_that_unpacks_to_far_more_is_refused_or_ignored(kind: bytes, tmp_path: Path) -> None:
    packer = zlib.compressobj(9)
    bomb = b"".join([packer.compress(bytes(2**24)) for _ in range(32)]) + packer.flush()
    content = png(8, 8, chunk(kind, b"name\0\0" + bomb), chunk(b"IDAT", zlib.compress(bytes(72))))
    began = time.monotonic()
    assert encode(content, tmp_path) in ("not_a_picture", "image/png")
    assert time.monotonic() - began < SECONDS


def test_a_chunk_longer_than_the_file_is_refused(tmp_path: Path) -> None:
    content = png(8, 8)[:33] + struct.pack(">I", 2**31 - 1) + b"IDAT" + bytes(100)
    assert encode(content, tmp_path) == "not_a_picture"


def test_a_jpeg_that_is_refined_for_ever_is_refused(tmp_path: Path) -> None:
    progressive = encoded(corners(640, 480), "JPEG", progressive=True)
    assert 1 < progressive.count(b"\xff\xda") <= MAX_SCANS
    assert encode(progressive, tmp_path) == "image/jpeg"
    last = progressive.rindex(b"\xff\xda")
    endless = progressive[:last] + progressive[last:-2] * MAX_SCANS + b"\xff\xd9"
    assert encode(endless, tmp_path) == "not_a_picture"


def test_a_picture_that_takes_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "BOUNDS", replace(BOUNDS, wall_seconds=0.01))
    assert encode(burdened("PNG"), tmp_path) == "not_a_picture"


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", NotAPictureError),
        ("import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass", NotAPictureError),
        ('print(\'{"refused": "pixels"}\')', TooLargeError),
        ("raise ImportError", ProgramBrokenError),
    ],
    ids=["crash", "endless", "pixels", "fault of ours"],
)
def test_whatever_ends_the_decoder_is_told_apart(
    program: str, expected: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "path" / "functions" / "convert" / "pictures"
    package.mkdir(parents=True)
    (package / "__main__.py").write_text(program)
    (package / "__init__.py").touch()
    monkeypatch.setattr("sys.path", [str(tmp_path / "path")])
    with pytest.raises(expected):
        ProcessEncoder().encode(tmp_path / "source", tmp_path)


@pytest.mark.parametrize(("megabytes", "told"), [(150, "unreadable"), (1_400, None)])
def test_the_decoder_has_bounded_memory(megabytes: int, told: str | None, tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(black_png(10_000, 5_000))
    code = f"""
import dataclasses, json, os, sys
from pathlib import Path
import functions.convert.pictures.__main__ as program
program.BOUNDS = dataclasses.replace(program.BOUNDS, memory={megabytes} << 20)
print(json.dumps(program.main(Path(sys.argv[1]) / "source", Path(sys.argv[1]), os.getppid())))
"""
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-P", "-c", code, str(tmp_path)]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    assert json.loads(run.stdout).get("refused") == told


def test_the_decoder_has_none_of_our_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "path" / "functions" / "convert" / "pictures"
    package.mkdir(parents=True)
    (package / "__main__.py").write_text("import json, os; print(json.dumps({'refused': sorted(os.environ)}))")
    (package / "__init__.py").touch()
    monkeypatch.setattr("sys.path", [str(tmp_path / "path")])
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    told = encoder._told(tmp_path / "source", tmp_path)
    assert set(told["refused"]) <= {"PATH", "LD_LIBRARY_PATH", "LANG", "PYTHONPATH", "LC_CTYPE"}


@pytest.mark.parametrize(
    "told",
    [
        ["/etc/passwd", 1, 1],
        ["../secret", 1, 1],
        ["page.html", 1, 1],
        ["link.png", 1, 1],
        ["missing.png", 1, 1],
        ["picture.png", "1", 1],
    ],
)
def test_what_a_decoder_says_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: list[object]
) -> None:
    """Whoever takes it over gains nothing but a broken conversion."""
    (tmp_path / "secret").write_bytes(b"\x89PNG\r\n\x1a\nof another")
    directory = tmp_path / "out"
    directory.mkdir()
    (directory / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (directory / "page.html").write_text("<html>")
    (directory / "link.png").symlink_to(tmp_path / "secret")
    output = json.dumps({"picture": told, "thumbnail": ["picture.png", 1, 1]}).encode()
    monkeypatch.setattr(encoder, "run_sealed", lambda *_: Run(output, None, 0, 0.0))

    with pytest.raises(ProgramBrokenError):
        ProcessEncoder().encode(tmp_path / "source", directory)

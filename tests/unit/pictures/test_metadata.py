"""Of an uploaded picture nothing is left but the picture."""

from pathlib import Path

import pytest
from PIL import Image

from functions.convert.pictures.decode import decode
from functions.convert.pictures.encode import write_picture, write_thumbnail
from tests.unit.pictures.anatomy import parts_of
from tests.unit.pictures.samples import CORNERS, SECRET, burdened, told_corners

ALLOWED = {
    # JFIF's own header, tables, frame.
    "JPEG": {"E0", "DB", "C0", "C4"},
    "PNG": {"IHDR", "IDAT", "IEND"},
    "WEBP": {"VP8 "},
    "GIF": {"image"},
}

ATTACHED = {
    "JPEG": {"E1", "E2", "FE"},
    "PNG": {"eXIf", "iCCP", "tEXt", "iTXt", "pHYs"},
    "WEBP": {"EXIF", "ICCP", "XMP "},
    "GIF": {"extension FE", "extension FF"},
}


@pytest.mark.parametrize("name", ALLOWED)
def test_all_that_was_attached_is_gone(name: str, tmp_path: Path) -> None:
    before = burdened(name)
    assert SECRET in before
    assert parts_of(before.removesuffix(SECRET)) >= ATTACHED[name]

    picture, kind = decode(before)
    write_picture(picture, kind, tmp_path / "picture")
    write_thumbnail(picture, tmp_path / "thumbnail")

    after, small = (tmp_path / "picture").read_bytes(), (tmp_path / "thumbnail").read_bytes()
    assert kind.name == name
    assert SECRET not in after + small
    assert parts_of(after) <= ALLOWED[name]
    assert parts_of(small) <= ALLOWED["WEBP"]
    with Image.open(tmp_path / "picture") as shown:
        assert (shown.format, shown.size, told_corners(shown)) == (name, (96, 64), CORNERS)
        assert not dict(shown.getexif())
        assert "icc_profile" not in shown.info

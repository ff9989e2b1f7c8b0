"""What is shown looks like what was uploaded, whatever way it was written."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from functions.convert.pictures.decode import decode
from functions.convert.pictures.encode import write_picture, write_thumbnail
from functions.convert.pictures.formats import format_of
from tests.unit.pictures.samples import BLUE, CORNERS, RED, corners, encoded, exif, told_corners

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera that was held in that way has the picture in its memory."""


def shown(content: bytes, path: Path) -> Image.Image:
    """Run a picture through; return what a viewer sees."""
    picture, kind = decode(content)
    write_picture(picture, kind, path)
    assert format_of(path.read_bytes()) == kind
    with Image.open(path) as opened:
        opened.load()
        return opened


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP"])
def test_pictures_stand_upright(name: str, orientation: int, tmp_path: Path) -> None:
    held = corners().transpose(TURNS[orientation])
    picture = shown(encoded(held, name, exif=exif(orientation)), tmp_path / "picture")
    assert (picture.size, told_corners(picture)) == ((96, 64), CORNERS)


def test_an_orientation_that_does_not_exist_is_none(tmp_path: Path) -> None:
    picture = shown(encoded(corners(), "JPEG", exif=exif(99)), tmp_path / "picture")
    assert told_corners(picture) == CORNERS


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_broken_exif_block_does_no_harm(tmp_path: Path) -> None:
    picture = shown(encoded(corners(), "JPEG", exif=b"Exif\0\0MM\0*" + b"\xff" * 60), tmp_path / "picture")
    assert told_corners(picture) == CORNERS


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "YCbCr", "I;16"])
def test_every_kind_of_colour_is_shown(mode: str, tmp_path: Path) -> None:
    grey = mode in ("1", "L", "LA", "I;16")
    original = Image.linear_gradient("L") if grey else corners()
    if mode == "I;16":
        deep = original.convert("I").point(lambda level: level * 257)
        content = encoded(deep.convert("I;16"), "PNG")
    else:
        content = encoded(original.convert(mode), "JPEG" if mode in ("CMYK", "YCbCr") else "PNG")
    picture = shown(content, tmp_path / "picture")
    if grey and mode != "1":
        assert picture.convert("L").tobytes() == original.tobytes()
    elif not grey:
        assert told_corners(picture) == CORNERS
    assert picture.mode in ("1", "L", "LA", "P", "RGB", "RGBA")


@pytest.mark.parametrize("name", ["PNG", "GIF", "WEBP"])
def test_what_is_transparent_stays_so(name: str, tmp_path: Path) -> None:
    original = corners().convert("RGBA")
    original.paste((0, 0, 0, 0), (0, 0, 48, 32))
    picture, kind = decode(encoded(original.quantize(8) if name == "PNG" else original, name))
    write_picture(picture, kind, tmp_path / "picture")
    write_thumbnail(picture, tmp_path / "thumbnail")
    for path in (tmp_path / "picture", tmp_path / "thumbnail"):
        with Image.open(path) as opened:
            alpha = opened.convert("RGBA").getchannel("A")
            assert (alpha.getpixel((10, 10)), alpha.getpixel((80, 50))) == (0, 255)


def test_a_transparent_colour_stays_so(tmp_path: Path) -> None:
    picture = shown(encoded(corners(), "PNG", transparency=RED), tmp_path / "picture")
    alpha = picture.convert("RGBA").getchannel("A")
    assert (alpha.getpixel((10, 10)), alpha.getpixel((80, 50))) == (0, 255)


def wide_profile() -> bytes:
    """Make the profile of a screen whose green is another one than sRGB's: red and green change places."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = {}
    for number in range(int.from_bytes(profile[128:132], "big")):
        at = 132 + 12 * number
        tags[bytes(profile[at : at + 4])] = at
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_colours_are_converted_to_what_screens_show(mode: str, tmp_path: Path) -> None:
    content = encoded(corners().convert(mode), "PNG", icc_profile=wide_profile())
    picture = shown(content, tmp_path / "picture")
    assert told_corners(picture) == CORNERS | {"top left": CORNERS["top right"], "top right": CORNERS["top left"]}


@pytest.mark.parametrize("profile", [b"no profile", wide_profile()[:200], wide_profile()], ids=["none", "cut", "rgb"])
def test_a_profile_that_does_not_fit_is_ignored(profile: bytes, tmp_path: Path) -> None:
    original = Image.linear_gradient("L")
    picture = shown(encoded(original, "PNG", icc_profile=profile), tmp_path / "picture")
    assert picture.convert("L").tobytes() == original.tobytes()


@pytest.mark.parametrize("name", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_picture_is_shown(name: str, tmp_path: Path) -> None:
    frames = [Image.new("RGB", (60, 40), colour) for colour in (BLUE, RED)]
    content = encoded(frames[0], name, save_all=True, append_images=frames[1:], duration=100)
    with Image.open(io.BytesIO(content)) as animation:
        assert animation.n_frames == 2  # type: ignore[attr-defined]
    picture = shown(content, tmp_path / "picture")
    with Image.open(tmp_path / "picture") as opened:
        assert getattr(opened, "n_frames", 1) == 1
    assert told_corners(picture) == dict.fromkeys(CORNERS, BLUE)


@pytest.mark.parametrize(
    ("size", "thumbnail"),
    [((1, 1), (1, 1)), ((320, 200), (320, 200)), ((3_000, 2_000), (320, 213)), ((10, 3_200), (1, 320))],
)
def test_thumbnails_fit_and_never_grow(size: tuple[int, int], thumbnail: tuple[int, int], tmp_path: Path) -> None:
    picture, _ = decode(encoded(corners(*size), "PNG"))
    assert write_thumbnail(picture, tmp_path / "thumbnail") == thumbnail
    with Image.open(tmp_path / "thumbnail") as opened:
        assert (opened.format, opened.size) == ("WEBP", thumbnail)

import io

import pytest
from PIL import Image

from ebookvoice.domain.book import Cover
from functions.convert.audio.cover import MAX_BYTES, MAX_PIXELS, decode, prepare_cover, small_cover
from tests.unit.audio.pictures import black_png, picture


def size(cover: Cover | None) -> tuple[int, int]:
    assert cover is not None
    assert cover.media_type == "image/jpeg"
    assert cover.content.startswith(b"\xff\xd8\xff")
    frame = decode(cover.content)
    assert frame is not None
    return frame.width, frame.height


def shades(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("L")


def coloured(size: tuple[int, int], colour: str, kind: str = "PNG", mode: str = "RGB") -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("side", [1_400, 2_000, 3_000])
def test_a_square_jpeg_that_fits_is_kept_as_it_is(side: int) -> None:
    jpeg = coloured((side, side), "teal", "JPEG")
    assert prepare_cover(Cover(jpeg, "image/jpeg")) == Cover(jpeg, "image/jpeg")


@pytest.mark.parametrize("codec", ["png", "bmp", "tiff", "mjpeg"])
def test_the_bytes_count_and_not_what_they_are_called(codec: str) -> None:
    assert size(prepare_cover(Cover(picture(codec, 401, 601), "application/octet-stream"))) == (1_400, 1_400)


@pytest.mark.parametrize(
    ("given", "within"),
    [
        ((2_800, 400), (1_400, 200)),
        ((1_600, 2_400), (933, 1_400)),
        ((600, 5_600), (150, 1_400)),
        ((400, 600), (933, 1_400)),
        ((200, 300), (600, 900)),
        ((3_200, 3_200), (1_400, 1_400)),
    ],
)
def test_the_whole_cover_lies_in_a_square(given: tuple[int, int], within: tuple[int, int]) -> None:
    cover = prepare_cover(Cover(coloured(given, "white"), "image/png"))
    assert size(cover) == (1_400, 1_400)
    assert cover is not None
    left, top, right, bottom = shades(cover.content).point(lambda level: 255 * (level > 250)).getbbox() or (0, 0, 0, 0)
    assert abs(right - left - within[0]) <= 2
    assert abs(bottom - top - within[1]) <= 2
    assert abs(left + right - 1_400) <= 2
    assert abs(top + bottom - 1_400) <= 2


def test_what_is_transparent_becomes_white() -> None:
    cover = prepare_cover(Cover(coloured((1_400, 1_400), "#00000000", mode="RGBA"), "image/png"))
    assert cover is not None
    assert shades(cover.content).getextrema() == (255, 255)


@pytest.mark.parametrize("given", [(1, 1), (63, 20)])
def test_a_spacer_is_no_cover(given: tuple[int, int]) -> None:
    assert prepare_cover(Cover(coloured(given, "white"), "image/png")) is None


def test_a_heavy_jpeg_is_written_again_lighter() -> None:
    heavy = picture("mjpeg", 1_400, 1_400, noise=True)
    assert len(heavy) > MAX_BYTES
    cover = prepare_cover(Cover(heavy, "image/jpeg"))
    assert size(cover) == (1_400, 1_400)
    assert cover is not None
    assert len(cover.content) < len(heavy)


def test_the_same_picture_makes_the_same_bytes() -> None:
    given = Cover(picture("png", 300, 500), "image/png")
    assert prepare_cover(given) == prepare_cover(given)


def test_a_chapter_carries_a_small_cover() -> None:
    prepared = prepare_cover(Cover(picture("png", 900, 1_200), "image/png"))
    small = small_cover(prepared)
    assert size(small) == (600, 600)
    assert prepared is not None
    assert small is not None
    assert len(small.content) < len(prepared.content)
    assert small_cover(None) is None
    assert small_cover(Cover(b"no picture", "image/jpeg")) is None


def test_a_picture_that_would_unpack_to_too_much_is_refused() -> None:
    assert size(prepare_cover(Cover(black_png(6_400, MAX_PIXELS // 6_400), "image/png"))) == (1_400, 1_400)
    assert prepare_cover(Cover(black_png(6_400, MAX_PIXELS // 6_400 + 1), "image/png")) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"no picture", b"\xff\xd8\xff", b"GIF89a", b"BM", b"RIFF1234WEBP", picture("png", 50, 50)[:60]],
)
def test_what_cannot_be_decoded_is_no_cover(content: bytes) -> None:
    assert prepare_cover(Cover(content, "image/jpeg")) is None


def test_nothing_but_the_bytes_is_read() -> None:
    playlist = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/hostname\n"
    assert prepare_cover(Cover(playlist, "image/jpeg")) is None

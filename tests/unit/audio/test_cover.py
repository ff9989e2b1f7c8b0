import pytest

from ebookvoice.domain.book import Cover
from functions.convert.audio.cover import MAX_BYTES, MAX_PIXELS, decode, prepare_cover
from tests.unit.audio.pictures import black_png, picture


def size(cover: Cover | None) -> tuple[int, int]:
    assert cover is not None
    assert cover.media_type == "image/jpeg"
    assert cover.content.startswith(b"\xff\xd8\xff")
    frame = decode(cover.content)
    assert frame is not None
    return frame.width, frame.height


def test_a_jpeg_that_fits_is_kept_as_it_is() -> None:
    jpeg = picture("mjpeg", 400, 600)
    assert prepare_cover(Cover(jpeg, "image/jpeg")) == Cover(jpeg, "image/jpeg")


@pytest.mark.parametrize("codec", ["png", "bmp", "tiff", "mjpeg"])
def test_the_bytes_count_and_not_what_they_are_called(codec: str) -> None:
    assert size(prepare_cover(Cover(picture(codec, 401, 601), "application/octet-stream"))) == (401, 601)


@pytest.mark.parametrize(
    ("given", "expected"),
    [((2_800, 400), (1_400, 200)), ((1_401, 1_401), (1_400, 1_400)), ((600, 5_600), (300, 2_800)), ((1, 1), (1, 1))],
)
def test_large_pictures_are_scaled_to_fit(given: tuple[int, int], expected: tuple[int, int]) -> None:
    assert size(prepare_cover(Cover(picture("png", *given), "image/png"))) == expected


def test_a_heavy_jpeg_is_written_again_lighter() -> None:
    heavy = picture("mjpeg", 1_300, 1_900, noise=True)
    assert len(heavy) > MAX_BYTES
    cover = prepare_cover(Cover(heavy, "image/jpeg"))
    assert size(cover) == (1_300, 1_900)
    assert cover is not None
    assert len(cover.content) < len(heavy)


def test_a_picture_that_would_unpack_to_too_much_is_refused() -> None:
    assert size(prepare_cover(Cover(black_png(6_400, MAX_PIXELS // 6_400), "image/png"))) == (1_400, 1_709)
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

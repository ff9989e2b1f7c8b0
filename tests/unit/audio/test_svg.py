import base64
from pathlib import Path
from zipfile import ZipFile

import pytest

from ebookvoice.domain.book import Cover
from functions.convert.audio.cover import MAX_PIXELS, decode, prepare_cover, readable
from functions.convert.audio.svg import rasterise
from tests.unit.audio.pictures import black_png, picture

NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
BLANK = f'<svg {NAMESPACES} viewBox="0 0 40 60"/>'


def draw(svg: str) -> bytes | None:
    return rasterise(svg.encode(), 80, 160, readable)


def with_image(reference: str, prolog: str = "", attribute: str = "xlink:href") -> str:
    return (
        f'{prolog}<svg {NAMESPACES} viewBox="0 0 40 60"><image width="40" height="60" {attribute}="{reference}"/></svg>'
    )


def test_an_svg_becomes_a_square() -> None:
    cover = prepare_cover(Cover(f'<svg {NAMESPACES} viewBox="0 0 2 3"/>'.encode(), "image/svg+xml"))
    assert cover is not None
    frame = decode(cover.content)
    assert frame is not None
    assert (frame.width, frame.height) == (1_400, 1_400)
    assert cover.media_type == "image/jpeg"


def test_an_embedded_picture_is_drawn() -> None:
    jpeg = base64.b64encode(picture("mjpeg", 40, 60)).decode()
    assert draw(with_image(f"data:image/jpeg;base64,{jpeg}")) not in (None, draw(BLANK))


def test_an_embedded_picture_that_would_unpack_to_too_much_is_left_out() -> None:
    def embedded(height: int) -> bytes | None:
        return draw(with_image(f"data:image/png;base64,{base64.b64encode(black_png(6_400, height)).decode()}"))

    assert embedded(MAX_PIXELS // 6_400) not in (None, draw(BLANK))
    assert embedded(MAX_PIXELS // 6_400 + 1) == draw(BLANK)


def test_internal_references_are_kept() -> None:
    used = '<defs><rect id="r" width="40" height="60"/></defs><use xlink:href="#r"/>'
    assert draw(f'<svg {NAMESPACES} viewBox="0 0 40 60">{used}</svg>') != draw(BLANK)


@pytest.mark.parametrize("attribute", ["href", "xlink:href"])
@pytest.mark.parametrize("form", ["{path}", "file://{path}", "{name}", "./{name}", " {path} ", "&#x2F;{path}"])
def test_no_file_is_read(form: str, attribute: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture("png", 40, 60))
    monkeypatch.chdir(tmp_path)
    assert draw(with_image(form.format(path=secret, name=secret.name), attribute=attribute)) == draw(BLANK)


def test_an_entity_spells_no_file_either(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture("png", 40, 60))
    assert draw(with_image("&e;", f'<!DOCTYPE svg [<!ENTITY e "{secret}">]>')) == draw(BLANK)


def test_a_filter_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture("png", 40, 60))

    def filtered(image: str) -> bytes | None:
        filters = f'<filter id="f"><feImage {image}/></filter><rect width="40" height="60" filter="url(#f)"/>'
        return draw(f'<svg {NAMESPACES} viewBox="0 0 40 60">{filters}</svg>')

    embedded = base64.b64encode(secret.read_bytes()).decode()
    assert filtered(f'xlink:href="data:image/png;base64,{embedded}"') != filtered("")
    assert filtered(f'xlink:href="{secret}"') == filtered("")


def test_an_embedded_drawing_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture("png", 40, 60))
    inner = base64.b64encode(with_image(str(secret)).encode()).decode()
    assert draw(with_image(f"data:image/svg+xml;base64,{inner}")) == draw(BLANK)


def test_a_drawing_as_narrow_as_a_thread_stays_small() -> None:
    png = draw(f'<svg {NAMESPACES} viewBox="0 0 1 100000"/>')
    frame = decode(png) if png else None
    assert frame is not None
    assert (frame.width, frame.height) == (1, 160)


LAUGHS = "<!DOCTYPE svg [" + '<!ENTITY a0 "ha">'
LAUGHS += "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(10)) + "]>"


@pytest.mark.parametrize(
    "svg",
    ["", "<svg", "<html/>", f"<svg {NAMESPACES} width='0' height='0'/>", f"{LAUGHS}<svg {NAMESPACES}>&a10;</svg>"],
)
def test_what_cannot_be_drawn_is_no_cover(svg: str) -> None:
    assert prepare_cover(Cover(svg.encode(), "image/svg+xml")) is None


def test_a_real_books_cover_is_drawn(novels: Path) -> None:
    with ZipFile(novels / "h-g-wells_the-time-machine.epub") as book:
        cover = prepare_cover(Cover(book.read("epub/images/cover.svg"), "image/svg+xml"))
    assert cover is not None
    frame = decode(cover.content)
    assert frame is not None
    assert (frame.width, frame.height) == (1_400, 1_400)
    assert 100_000 < len(cover.content) < 600_000

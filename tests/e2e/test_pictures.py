"""Pictures, from the upload to what everybody sees, and on the cover of an audiobook."""

import base64
import hashlib
import io
from typing import Any

import av
import pytest
from av.video.frame import VideoFrame
from PIL import Image

from tests.e2e.books import epub
from tests.e2e.reader import Reader, exchange, until
from tests.unit.pictures.samples import CORNERS, SECRET, burdened, corners, encoded, png, told_corners


def send(reader: Reader, picture: bytes, filename: str = "holiday.jpg") -> str:
    """Announce a picture and put its bytes; return its id."""
    digest = base64.b64encode(hashlib.sha256(picture).digest()).decode()
    announcement = {"kind": "picture", "filename": filename, "size": len(picture), "sha256": digest}
    status, file = reader.call("POST", "/api/files", announcement)
    assert status == 201, file
    reader.put(file, picture)
    return str(file["id"])


def settled(reader: Reader, file_id: str) -> dict[str, Any]:
    """Wait until the gallery shows what became of a picture."""

    def look() -> dict[str, Any] | None:
        items: list[dict[str, Any]] = reader.get("/api/pictures")["items"]
        return next((item for item in items if item["id"] == file_id and item["state"] in ("ready", "rejected")), None)

    shown: dict[str, Any] = until(look, f"what becomes of picture {file_id}")
    return shown


def seen(url: str) -> Image.Image:
    """Look at a picture without any sign of who looks."""
    status, content = exchange("GET", url, {}, None)
    assert status == 200, content
    assert SECRET not in content
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def test_a_picture_is_shown_published_and_withdrawn(reader: Reader, stranger: Reader) -> None:
    file_id = send(reader, burdened("JPEG"))
    shown = settled(reader, file_id)
    assert (shown["state"], shown["width"], shown["height"], shown["public_url"]) == ("ready", 96, 64, None)
    assert told_corners(seen(shown["url"])) == told_corners(seen(shown["thumbnail_url"])) == CORNERS
    path = f"/api/files/{file_id}/publication"
    assert stranger.call("PUT", path)[0] == 404
    assert stranger.get("/api/pictures")["items"] == []

    status, published = reader.call("PUT", path)
    assert status == 200, published
    url = published["public_url"]
    assert "?" not in url
    assert told_corners(seen(url)) == CORNERS
    assert settled(reader, file_id)["public_url"] == url

    assert stranger.call("DELETE", path)[0] == 404
    assert seen(url)
    assert reader.call("DELETE", path)[0] == 204
    assert exchange("GET", url, {}, None)[0] == 404
    assert reader.call("DELETE", path)[0] == 204


HOSTILE = {
    "no picture": (b"no picture at all", "not_a_picture"),
    "a part of one": (encoded(corners(), "PNG")[:100], "not_a_picture"),
    "a bomb": (png(50_000, 50_000), "too_large"),
}


@pytest.mark.parametrize(("picture", "code"), HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_shown_is_turned_down(reader: Reader, picture: bytes, code: str) -> None:
    shown = settled(reader, send(reader, picture, "holiday.png"))
    assert shown["state"] == "rejected"
    assert (shown["failure"]["code"], shown["url"], shown["thumbnail_url"]) == (code, None, None)


def test_a_picture_is_the_cover_of_an_audiobook(reader: Reader) -> None:
    picture = send(reader, encoded(corners(300, 400), "PNG"), "cover.png")
    assert settled(reader, picture)["state"] == "ready"
    job_id = reader.send(epub({"One": ["With a cover."]}), cover_id=picture)
    reader.audiobook(job_id)
    with av.open(io.BytesIO(reader.download(job_id)), "r") as audiobook:
        [cover] = audiobook.streams.video
        [frame] = audiobook.decode(cover)
    assert isinstance(frame, VideoFrame)
    assert told_corners(frame.to_image()) == CORNERS  # type: ignore[no-untyped-call]


def test_a_cover_that_is_not_there_is_refused_before_anything_begins(reader: Reader, stranger: Reader) -> None:
    theirs = send(stranger, encoded(corners(), "PNG"), "theirs.png")
    settled(stranger, theirs)
    book = epub({"One": ["Without."]})
    announcement = {
        "filename": "book.epub",
        "size": len(book),
        "sha256": base64.b64encode(hashlib.sha256(book).digest()).decode(),
        "convert": {"cover_id": theirs},
    }
    status, answer = reader.call("POST", "/api/files", announcement)
    assert (status, answer["error"]["code"]) == (404, "not_found")

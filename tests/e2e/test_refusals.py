"""Books that can't be made into audiobooks: the reader is told why, and nothing is left behind."""

import pytest

from tests.e2e.books import ENCRYPTION, archive, epub, prose
from tests.e2e.operator import SIGN_UP_CREDITS, Operator
from tests.e2e.reader import Reader, exchange, until

WHOLE = epub({"One": prose(1, 4_000), "Two": prose(2, 4_000)})


@pytest.mark.parametrize(
    ("book", "filename", "code"),
    [
        pytest.param(archive({"readme.txt": "just an archive"}), "book.epub", "not_a_book", id="zip, not an EPUB"),
        pytest.param(bytes(range(256)) * 64, "book.epub", "not_a_book", id="noise"),
        pytest.param(WHOLE[: len(WHOLE) // 2], "book.epub", "corrupt", id="truncated zip"),
        pytest.param(b" \n\n ", "book.txt", "no_text", id="blank text"),
        pytest.param(epub({}), "book.epub", "no_text", id="no chapters"),
        pytest.param(epub({"": [], " ": []}), "book.epub", "no_text", id="chapters without text"),
        pytest.param(epub({"One": ["x"]}, encryption=ENCRYPTION), "book.epub", "encrypted", id="DRM"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "book.pdf", "corrupt", id="half a PDF"),
        pytest.param(b"AT&TFORM\x00\x00\x00\x00DJVM", "book.djvu", "unsupported", id="DjVu"),
    ],
)
def test_a_book_that_is_refused(reader: Reader, operator: Operator, book: bytes, filename: str, code: str) -> None:
    job = reader.ended(reader.send(book, filename))
    assert job["state"] == "failed"
    assert job["error"]["code"] == code
    assert job["error"]["message"]
    assert job["audiobook_id"] is None
    assert operator.balance(reader.id) == SIGN_UP_CREDITS
    until(lambda: not operator.objects_of(reader.id), "the end of everything that was stored")


def test_a_refused_audiobook_is_not_there(reader: Reader) -> None:
    job_id = reader.send(b"\x00\x01\x02" * 99, "book.epub")
    reader.ended(job_id)
    assert reader.call("GET", f"/api/audiobooks/{job_id}")[0] == 404


def test_a_voice_of_another_language_leaves_the_book_for_another_try(reader: Reader, operator: Operator) -> None:
    job = reader.ended(reader.send(WHOLE, voice="espeak:de"))
    assert job["error"]["code"] == "voice_language"
    assert operator.balance(reader.id) == SIGN_UP_CREDITS
    assert [key.rpartition("/")[2] for key in operator.objects_of(reader.id)] == ["source"]
    status, refused = reader.call("POST", "/api/jobs", {"file_id": job["file_id"], "voice": "espeak:klingon-opera"})
    assert (status, refused["error"]["code"]) == (422, "unknown_voice")
    there = {voice["id"] for voice in reader.call("GET", "/api/voices")[1]["items"]}
    assert there > set(refused["error"]["details"]["voices"]) > set()
    status, again = reader.call("POST", "/api/jobs", {"file_id": job["file_id"], "voice": "espeak:en-gb"})
    assert status == 202
    assert len(reader.audiobook(again["id"])["chapters"]) == 2


def test_a_book_over_the_size_limit_is_refused_before_a_byte_of_it_is_sent(reader: Reader, operator: Operator) -> None:
    announcement = {"filename": "huge.epub", "size": 4 * 1024**3, "sha256": "A" * 43 + "=", "convert": {}}
    status, answer = reader.call("POST", "/api/files", announcement)
    assert (status, answer["error"]["code"]) == (413, "too_large")
    assert operator.balance(reader.id) == SIGN_UP_CREDITS


@pytest.mark.parametrize(
    ("sent", "changed"),
    [
        pytest.param(b"a small book, and then some more", {}, id="longer"),
        pytest.param(b"a small boot", {}, id="other bytes"),
        pytest.param(b"a small book", {"Content-Type": "text/html"}, id="another type"),
        pytest.param(b"a small book", {"If-None-Match": None}, id="not write-once"),
        pytest.param(b"a small boot", {"x-amz-checksum-sha256": None}, id="unchecked"),
    ],
)
def test_bytes_that_are_not_those_that_were_announced_are_refused_by_the_store(
    reader: Reader, operator: Operator, sent: bytes, changed: dict[str, str | None]
) -> None:
    file = reader.announce(b"a small book", "book.txt", {})
    upload = file["upload"]
    wanted = {**upload["headers"], "Content-Length": str(len(sent)), **changed}
    headers = {name: value for name, value in wanted.items() if value is not None}
    status, _ = exchange("PUT", upload["url"], headers, sent)
    assert status in (400, 403)
    assert operator.objects_of(reader.id) == []
    assert reader.job(file["job"]["id"])["state"] == "awaiting_upload"


def test_an_upload_can_be_written_once_only(reader: Reader) -> None:
    book = b"Once and for all."
    file = reader.announce(book, "book.txt", {})
    reader.put(file, book)
    status, answer = exchange("PUT", file["upload"]["url"], file["upload"]["headers"], book)
    assert (status, b"PreconditionFailed" in answer) == (412, True)
    reader.audiobook(file["job"]["id"])

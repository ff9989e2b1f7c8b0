import io
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest

from ebookvoice.domain.book import Cover
from ebookvoice.ports.binding import ChapterMark, Tags
from functions.convert.audio.errors import BindingError
from functions.convert.audio.m4b import M4bBinder
from tests.unit.audio.books import FinishedChapter, finished
from tests.unit.audio.box_reader import find
from tests.unit.audio.pictures import picture
from tests.unit.audio.tones import SAMPLE_RATE, decode_file

TAGS = Tags(
    title="Der grüne Turm",
    authors=("Ada Anders", "Béla Bartos"),
    narrator="Sweep",
    language="de-AT",
    publisher="Turmverlag",
    published="1901-02-03",
    description="Ein Turm. " * 40,
)


def bind(
    parts: list[FinishedChapter], chapters: list[ChapterMark], cover: Cover | None = None, tags: Tags = TAGS
) -> bytes:
    return b"".join(M4bBinder().bind(tags, cover, chapters, parts))


@pytest.fixture(name="parts")
def three_parts(tmp_path: Path) -> list[FinishedChapter]:
    return [finished(tmp_path, text) for text in ("The first of them", "A second", "And at last the third one")]


def marks(parts: list[FinishedChapter]) -> list[ChapterMark]:
    """Make two chapters, the first of two parts."""
    first, second, third = parts
    return [ChapterMark("I: Überfahrt — 第一章", first.samples + second.samples), ChapterMark("II", third.samples)]


def test_the_book_sounds_like_its_parts_in_a_row(parts: list[FinishedChapter]) -> None:
    heard = decode_file(bind(parts, marks(parts)))
    alone = [decode_file(part.content) for part in parts]
    assert len(heard) == sum(map(len, alone)) == sum(part.samples for part in parts)
    assert max(abs(a - b) for a, b in zip(heard, alone[0] + alone[1] + alone[2], strict=True)) < 1e-4


def test_a_player_sees_chapters_to_the_sample(parts: list[FinishedChapter]) -> None:
    first, second = marks(parts)
    with av.open(io.BytesIO(bind(parts, [first, second]))) as file:
        chapters = file.chapters()
        audio = file.streams.audio[0]
        assert audio.duration == first.samples + second.samples
        assert audio.time_base == Fraction(1, SAMPLE_RATE)
        assert audio.start_time == 0
    assert [(c["start"], c["end"], c["time_base"]) for c in chapters] == [
        (0, first.samples, Fraction(1, SAMPLE_RATE)),
        (first.samples, first.samples + second.samples, Fraction(1, SAMPLE_RATE)),
    ]
    assert [c["metadata"]["title"] for c in chapters] == [first.title, second.title]


def test_a_player_sees_tags_and_language(parts: list[FinishedChapter]) -> None:
    with av.open(io.BytesIO(bind(parts, marks(parts)))) as file:
        seen = dict(file.metadata)
        assert file.streams.audio[0].metadata["language"] == "deu"
    assert seen["title"] == seen["album"] == TAGS.title
    assert seen["artist"] == seen["album_artist"] == "Ada Anders, Béla Bartos"
    assert seen["composer"] == seen["narrator"] == "Sweep"
    assert seen["language"] == "de-AT"
    assert seen["date"] == "1901-02-03"
    assert seen["genre"] == "Audiobook"
    assert seen["publisher"] == "Turmverlag"
    assert seen["description"] == seen["synopsis"] == TAGS.description
    assert seen["media_type"] == "2"
    assert seen["gapless_playback"] == "1"
    assert seen["major_brand"] == "M4B "


def test_what_is_unknown_is_not_tagged(parts: list[FinishedChapter]) -> None:
    with av.open(io.BytesIO(bind(parts, marks(parts), tags=Tags("Untold", (), "Sweep")))) as file:
        assert not {"artist", "album_artist", "date", "publisher", "description"} & set(file.metadata)
        assert file.streams.audio[0].metadata["language"] == "und"


@pytest.mark.parametrize(("codec", "media_type"), [("mjpeg", "image/jpeg"), ("png", "image/png")])
def test_a_player_sees_the_cover(codec: str, media_type: str, parts: list[FinishedChapter]) -> None:
    cover = Cover(picture(codec, 60, 90), media_type)
    with av.open(io.BytesIO(bind(parts, marks(parts), cover)), "r") as file:
        stream = file.streams.video[0]
        assert (stream.codec_context.name, stream.width, stream.height) == (codec, 60, 90)
        assert av.stream.Disposition.attached_pic in stream.disposition
        assert bytes(next(file.demux(stream))) == cover.content


def test_a_cover_that_players_do_not_know_is_left_out(parts: list[FinishedChapter]) -> None:
    with_webp = bind(parts, marks(parts), Cover(b"RIFF....WEBP", "image/webp"))
    assert with_webp == bind(parts, marks(parts))


def test_the_index_comes_before_the_audio(parts: list[FinishedChapter]) -> None:
    blocks = M4bBinder().bind(TAGS, None, marks(parts), parts)
    header = next(blocks)
    assert find(header, b"moov")
    titles = sum(len(mark.title.encode()) + 14 for mark in marks(parts))
    assert len(find(header, b"mdat")[0]) == titles


@pytest.mark.parametrize(("count", "nero"), [(255, 1), (256, 0), (300, 0)])
def test_hundreds_of_chapters_stay_readable(count: int, nero: int, parts: list[FinishedChapter]) -> None:
    chapters = [ChapterMark(f"Chapter {n}", parts[0].samples) for n in range(count)]
    book = bind(parts[:1] * count, chapters)
    with av.open(io.BytesIO(book)) as file:
        assert [c["metadata"]["title"] for c in file.chapters()] == [chapter.title for chapter in chapters]
        assert [c["end"] for c in file.chapters()] == [parts[0].samples * n for n in range(1, count + 1)]
    assert len(find(book, b"moov", b"udta", b"chpl")) == nero


def test_nero_chapters_say_the_same(parts: list[FinishedChapter]) -> None:
    first, second = marks(parts)
    [body] = find(bind(parts, [first, second]), b"moov", b"udta", b"chpl")
    assert body[8] == 2
    length = body[17]
    assert body[18 : 18 + length].decode() == first.title
    start = int.from_bytes(body[18 + length : 26 + length], "big")
    assert start == first.samples * 10_000_000 // SAMPLE_RATE


def test_a_long_title_is_cut_between_characters(parts: list[FinishedChapter]) -> None:
    first, second = marks(parts)
    book = bind(parts, [ChapterMark("x" + "語" * 200, first.samples), second])
    with av.open(io.BytesIO(book)) as file:
        title = file.chapters()[0]["metadata"]["title"]
    assert title == "x" + "語" * 83 + "…"


def test_chapters_that_do_not_cover_the_audio_are_refused(parts: list[FinishedChapter]) -> None:
    first, second = marks(parts)
    for wrong in ([first], [first, ChapterMark("II", second.samples + 1)], [first, second, ChapterMark("III", 0)]):
        with pytest.raises(BindingError):
            bind(parts, wrong)


def test_parts_of_different_rates_are_refused(tmp_path: Path, parts: list[FinishedChapter]) -> None:
    other = finished(tmp_path, "Elsewhere", sample_rate=24_000)
    with pytest.raises(BindingError):
        bind([parts[0], other], [ChapterMark("I", parts[0].samples + other.samples)])


def test_a_book_without_parts_is_refused() -> None:
    with pytest.raises(BindingError):
        bind([], [])


def test_audio_that_is_not_what_the_timings_say_is_refused(parts: list[FinishedChapter]) -> None:
    good = parts[0]
    for content in (good.content[:-1], good.content + b"\0"):
        with pytest.raises(BindingError):
            bind([replace(good, content=content)], [ChapterMark("I", good.samples)])

import base64
import random
import tracemalloc
from array import array
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate
from pathlib import Path

import pytest

from ebookvoice.domain.book import Cover
from ebookvoice.ports.binding import ChapterMark
from functions.convert.audio.errors import BindingError, EncodingError
from functions.convert.audio.frames import EDGE, FRAME
from functions.convert.audio.ogg import ENDS, read_pages
from functions.convert.audio.opus import CLOCK, PACKET
from functions.convert.audio.opus_join import OpusJoiner
from functions.convert.audio.opus_writer import OpusWriter
from functions.convert.audio.pcm import converted
from tests.unit.audio.labels import BARE, COVER, LABEL, TAGS, Heard, play, write
from tests.unit.audio.tones import peak, sweep

RATE = 24_000
RATES = [16_000, 22_050, 24_000, 44_100, 48_000]


def written(path: Path, pcm: bytes, rate: int = RATE) -> bytes:
    write(OpusWriter(path, rate, LABEL), pcm)
    return path.read_bytes()


def whole(samples: int) -> int:
    return -(-samples // FRAME) * FRAME


def blocks(content: bytes, size: int = 1_000) -> Iterator[bytes]:
    return (content[start : start + size] for start in range(0, len(content), size))


def join(files: Sequence[bytes], marks: Sequence[ChapterMark], rate: int = RATE) -> bytes:
    return b"".join(OpusJoiner().join(TAGS, COVER, marks, rate, map(blocks, files)))


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("samples", [1, 20_480, 33_333])
def test_a_chapter_is_as_long_as_its_aac(samples: int, rate: int, tmp_path: Path) -> None:
    heard = play(written(tmp_path / "a.opus", sweep(samples), rate))
    assert heard.sample_rate == CLOCK
    assert len(heard.samples) == converted(whole(samples), rate, CLOCK)
    assert heard.complaints == []


@pytest.mark.parametrize("rate", RATES)
def test_sound_is_where_it_was_put(rate: int, tmp_path: Path) -> None:
    burst = array("h", [round(9_000 * (-1) ** (n // 24)) for n in range(rate // 20)]).tobytes()
    heard = play(written(tmp_path / "a.opus", bytes(2 * rate) + burst + bytes(2 * rate), rate))
    loud = [n for n, sample in enumerate(heard.samples) if abs(sample) > 0.05]
    assert abs(loud[0] - CLOCK) < CLOCK // 1_000
    assert abs(loud[-1] - CLOCK - CLOCK // 20) < CLOCK // 200


def test_a_player_sees_what_the_chapter_is(tmp_path: Path) -> None:
    heard = play(written(tmp_path / "a.opus", sweep(20_000)))
    seen = heard.tags
    assert (seen["TITLE"], seen["ALBUM"]) == ("Überfahrt — 第一章", "Der grüne Turm")
    assert (seen["track"], seen["TRACKTOTAL"]) == ("3", "12")
    assert seen["ARTIST"] == seen["album_artist"] == "Ada Anders;Béla Bartos"
    assert (seen["COMPOSER"], seen["NARRATOR"], seen["GENRE"], seen["LANGUAGE"]) == (
        *("Sweep", "Sweep"),
        *("Audiobook", "de-AT"),
    )
    assert (seen["PUBLISHER"], seen["DATE"], seen["comment"]) == ("Turmverlag", "1901-02-03", "Ein Turm.\nMit Treppen.")
    assert (seen["SERIES"], seen["SERIES-PART"], seen["ISBN"]) == ("Türme", "2", "9783161484100")
    assert heard.pictures == [("mjpeg", 600, 600)]


def test_what_is_unknown_is_not_tagged(tmp_path: Path) -> None:
    write(OpusWriter(tmp_path / "a.opus", RATE, BARE), sweep(5_000))
    heard = play(tmp_path / "a.opus")
    assert {"ARTIST", "album_artist", "DATE", "PUBLISHER", "comment", "SERIES"}.isdisjoint(heard.tags)
    assert heard.pictures == []


def test_the_same_audio_makes_the_same_bytes(tmp_path: Path) -> None:
    sound = sweep(40_000)
    once = written(tmp_path / "a.opus", sound)
    write(OpusWriter(tmp_path / "b.opus", RATE, LABEL), sound, step=1_234)
    assert (tmp_path / "b.opus").read_bytes() == once


def test_a_chapter_without_audio_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncodingError):
        OpusWriter(tmp_path / "a.opus", RATE, BARE).close()


@pytest.fixture(name="lengths", scope="module")
def chapter_lengths() -> list[int]:
    return [whole(n) for n in (30_000, 61_441, 40_000, 25_000, 50_001)]


@pytest.fixture(name="files", scope="module")
def chapter_files(lengths: list[int], tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Write chapters as mastering leaves them: silence, sound, silence."""
    folder = tmp_path_factory.mktemp("opus")
    sounds = [bytes(2 * EDGE) + sweep(length - 2 * EDGE) + bytes(2 * EDGE) for length in lengths]
    return [written(folder / f"{number}.opus", sound) for number, sound in enumerate(sounds)]


@pytest.fixture(name="marks", scope="module")
def chapter_marks(lengths: list[int]) -> list[ChapterMark]:
    return [ChapterMark(f"Kapitel {n} = “第{n}章”", length) for n, length in enumerate(lengths)]


@pytest.fixture(name="book", scope="module")
def played_book(files: list[bytes], marks: list[ChapterMark]) -> Heard:
    return play(join(files, marks))


def test_the_book_sounds_like_its_chapters(book: Heard, files: list[bytes]) -> None:
    starts = [round(mark["start"] * mark["time_base"] * CLOCK) for mark in book.chapters]
    assert book.complaints == []
    for start, end, file in zip(starts, [*starts[1:], len(book.samples)], files, strict=True):
        alone = play(file).samples
        part = book.samples[start:end]
        assert peak(part[: CLOCK // 50]) < 1e-3  # no click
        assert abs(len(part) - len(alone)) <= 2 * PACKET
        assert peak(a - b for a, b in zip(part, alone, strict=False)) < 1e-3


def test_the_book_keeps_the_time_of_its_m4b(book: Heard, lengths: list[int]) -> None:
    starts = [Fraction(mark["start"]) * mark["time_base"] for mark in book.chapters]
    truth = [Fraction(samples, RATE) for samples in accumulate(lengths[:-1], initial=0)]
    assert all(abs(start - exact) <= Fraction(11, 1_000) for start, exact in zip(starts, truth, strict=True))
    assert abs(len(book.samples) - sum(lengths) * CLOCK // RATE) <= PACKET // 2


def test_a_player_sees_chapters_tags_and_cover(book: Heard, marks: list[ChapterMark]) -> None:
    assert [mark["metadata"]["title"] for mark in book.chapters] == [mark.title for mark in marks]
    assert book.tags["TITLE"] == book.tags["ALBUM"] == "Der grüne Turm"
    assert book.tags["COMPOSER"] == "Sweep"
    assert book.pictures == [("mjpeg", 700, 700)]


def test_pages_follow_each_other_to_the_end(files: list[bytes], marks: list[ChapterMark]) -> None:
    pages = list(read_pages(blocks(join(files, marks), 37)))
    assert [page.flags & ENDS for page in pages] == [0] * (len(pages) - 1) + [ENDS]
    granules = [page.granule for page in pages if page.granule >= 0]
    assert granules == sorted(granules)


def test_a_book_of_ten_hours_keeps_its_marks(tmp_path: Path) -> None:
    minutes, samples = 300, whole(2 * 60 * RATE)
    chapter = written(tmp_path / "a.opus", sweep(samples))
    marks = [ChapterMark(f"Chapter {n}", samples) for n in range(minutes)]
    pages = read_pages(OpusJoiner().join(TAGS, None, marks, RATE, (blocks(chapter, 60_000) for _ in marks)))
    next(pages)
    tags = next(pages).body.decode("utf-8", "replace")
    packets = [page.packets for page in pages]
    for number in range(minutes):
        assert abs(told_ms(tags, number) - Fraction(samples * number * 1_000, RATE)) <= 11
    assert abs(sum(packets) * PACKET - samples * minutes * CLOCK // RATE) <= 2 * PACKET


def told_ms(tags: str, number: int) -> int:
    hours, minutes, seconds = tags.partition(f"CHAPTER{number:03}=")[2][:12].split(":")
    return round((int(hours) * 60 + int(minutes)) * 60_000 + float(seconds) * 1_000)


def test_the_book_is_joined_in_little_memory(tmp_path: Path) -> None:
    samples = whole(60 * RATE)
    chapter = written(tmp_path / "a.opus", sweep(samples))
    marks = [ChapterMark(f"Chapter {n}", samples) for n in range(40)]
    tracemalloc.start()
    size = sum(map(len, OpusJoiner().join(TAGS, None, marks, RATE, (blocks(chapter, 60_000) for _ in marks))))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 8_000_000
    assert most < 1_000_000


def test_a_large_picture_is_carried_over_pages(files: list[bytes], marks: list[ChapterMark]) -> None:
    large = Cover(random.Random(3).randbytes(200_000), "image/jpeg")
    content = b"".join(OpusJoiner().join(TAGS, large, marks, RATE, map(blocks, files)))
    _, *pages = read_pages([content])
    spanned = [page.granule for page in pages if page.granule <= 0]
    assert spanned == [-1, -1, -1, -1, 0]
    header = b"".join(page.body for page in pages[: len(spanned)])
    assert header.startswith(b"OpusTags")
    assert base64.b64encode(large.content)[-100_000:-8] in header


def test_parts_that_do_not_make_one_book_are_refused(files: list[bytes], marks: list[ChapterMark]) -> None:
    first, *others = files
    longer = ChapterMark("Longer", marks[0].samples + FRAME)
    wrong: list[tuple[list[bytes], list[ChapterMark]]] = [
        (files[:-1], marks),
        ([*files, first], marks),
        (files[::-1], marks),
        (files, [longer, *marks[1:]]),
        ([*files[:-1], files[-1][:-1]], marks),
        ([first[:-500], *others], marks),
        ([first[:9_000] + b"\1" + first[9_001:], *others], marks),
        ([b"", *others], marks),
        ([b"ID3" * 500, *others], marks),
        ([], []),
    ]
    for parts, chapters in wrong:
        with pytest.raises(BindingError):
            join(parts, chapters)

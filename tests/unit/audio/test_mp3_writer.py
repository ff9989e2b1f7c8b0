from pathlib import Path

import av
import pytest

from functions.convert.audio.errors import EncodingError
from functions.convert.audio.frames import FRAME
from functions.convert.audio.mp3_info import Frames, frame_size, info_frame
from functions.convert.audio.mp3_writer import BIT_RATE, Mp3Writer
from tests.unit.audio.labels import BARE, LABEL, Heard, play, write
from tests.unit.audio.tones import SAMPLE_RATE, lag, sweep

RATES = [8_000, 16_000, 22_050, 24_000, 44_100, 48_000]


def written(path: Path, pcm: bytes, rate: int = SAMPLE_RATE) -> Path:
    write(Mp3Writer(path, rate, LABEL), pcm)
    return path


@pytest.fixture(name="chapter", scope="module")
def played_chapter(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    return play(written(tmp_path_factory.mktemp("mp3") / "chapter.mp3", sweep(20_000)))


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("samples", [1, 20_480, 33_333])
def test_a_chapter_is_as_long_as_its_aac(samples: int, rate: int, tmp_path: Path) -> None:
    heard = play(written(tmp_path / "a.mp3", sweep(samples), rate))
    assert heard.sample_rate == rate
    assert len(heard.samples) == -(-samples // FRAME) * FRAME
    assert heard.complaints == []


@pytest.mark.parametrize("rate", [22_050, 24_000, 44_100])
def test_sound_is_where_it_was_put(rate: int, tmp_path: Path) -> None:
    sound = sweep(12_000)
    heard = play(written(tmp_path / "a.mp3", bytes(2 * 5_000) + sound, rate))
    assert lag(heard.samples, 5_000, sound) == 0


def test_a_player_sees_what_the_chapter_is(chapter: Heard) -> None:
    seen = chapter.tags
    assert (seen["title"], seen["album"], seen["track"]) == ("Überfahrt — 第一章", "Der grüne Turm", "3/12")
    assert seen["artist"] == seen["album_artist"] == "Ada Anders, Béla Bartos"
    assert (seen["composer"], seen["genre"], seen["language"]) == ("Sweep", "Audiobook", "deu")
    assert (seen["publisher"], seen["date"], seen["comment"]) == ("Turmverlag", "1901-02-03", "Ein Turm.\nMit Treppen.")
    assert (seen["SERIES"], seen["SERIES-PART"], seen["grouping"]) == ("Türme", "2", "Türme #2")
    assert seen["ISBN"] == "9783161484100"


def test_a_player_sees_a_small_cover(chapter: Heard) -> None:
    assert chapter.pictures == [("mjpeg", 600, 600)]


def test_what_is_unknown_is_not_tagged(tmp_path: Path) -> None:
    write(Mp3Writer(tmp_path / "a.mp3", SAMPLE_RATE, BARE), sweep(5_000))
    heard = play(tmp_path / "a.mp3")
    assert {"artist", "album_artist", "date", "publisher", "comment", "SERIES", "grouping"}.isdisjoint(heard.tags)
    assert heard.pictures == []


def test_every_frame_has_the_same_rate(tmp_path: Path) -> None:
    with av.open(str(written(tmp_path / "a.mp3", sweep(44_100)))) as file:
        sizes = {packet.size for packet in file.demux(file.streams.audio[0]) if packet.size}
    smallest = frame_size(576, BIT_RATE, SAMPLE_RATE)
    assert sizes == {smallest, smallest + 1}


def test_the_same_audio_makes_the_same_bytes(tmp_path: Path) -> None:
    sound = sweep(40_000)
    once = written(tmp_path / "a.mp3", sound).read_bytes()
    write(Mp3Writer(tmp_path / "b.mp3", SAMPLE_RATE, LABEL), sound, step=1_234)
    assert (tmp_path / "b.mp3").read_bytes() == once


def test_a_file_that_lacks_audio_is_not_finished() -> None:
    head = bytes.fromhex("fff360c0")
    with pytest.raises(EncodingError):
        info_frame(Frames(head, 576, 10, 2_000), 208, BIT_RATE, 10 * 576 - 576 - 528)
    assert len(info_frame(Frames(head, 576, 10, 2_000), 208, BIT_RATE, 10 * 576 - 576 - 529)) == 208


def test_a_chapter_without_audio_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncodingError):
        Mp3Writer(tmp_path / "a.mp3", SAMPLE_RATE, BARE).close()

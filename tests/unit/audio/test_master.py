"""A mastered chapter: as loud as it is to be, whole, and every sentence where it was."""

import math
from array import array
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from ebookvoice.domain.book import Paragraph, ParagraphKind
from ebookvoice.domain.direction import Direction, Loudness
from ebookvoice.domain.formats import ChapterCodec
from ebookvoice.domain.segment import Segment
from ebookvoice.ports.mastering import Label, MasteredChapter
from functions.convert.audio.chapter import ChapterTimings
from functions.convert.audio.errors import BindingError, RecordingUnreadableError, TimingsUnreadableError
from functions.convert.audio.frames import EDGE, FRAME
from functions.convert.audio.master import Mastering
from functions.convert.audio.segment import SegmentTimings
from functions.convert.audio.writing import ChapterWriter
from functions.convert.speech.espeak import EspeakEngine
from tests.unit.audio.sounds import RATE, babble, quiet, sine, sounded, wav
from tests.unit.audio.spoken import LABEL, SpokenSegment, mastered, narrated, recorded
from tests.unit.audio.tones import SAMPLES_PER_CHARACTER, ToneEngine, decode_file, decode_packets, lag, peak, sweep

PROSE = "It was a dark and stormy night; the rain fell in torrents, except at occasional intervals. " * 3


def chapter_of(directory: Path, voice: str = "en-gb", prose: str = PROSE) -> list[SpokenSegment]:
    """Two segments in the voice of a real engine."""
    opening = (Paragraph("Chapter One", ParagraphKind.HEADING), Paragraph(prose.strip()))
    rest = (Paragraph("“Ha!” he cried. " * 5), Paragraph(prose.strip()))
    engine = EspeakEngine()
    return [
        narrated(directory, Segment(0, 0, True, False, opening), engine, voice),
        narrated(directory, Segment(1, 0, False, True, rest), engine, voice),
    ]


def read(chapter: MasteredChapter) -> tuple[ChapterTimings, bytes]:
    timings = ChapterTimings.from_json(chapter.timings.read_bytes())
    assert (chapter.samples, chapter.sample_rate) == (timings.samples, timings.sample_rate)
    return timings, chapter.files[ChapterCodec.AAC].read_bytes()


VOICES = ["en-gb", "en-us", "en-gb-scotland", "de", "fr-fr", "es", "it", "pl", "ru", "nl", "pt-br", "sv"]


@pytest.mark.parametrize("voice", VOICES)
def test_speech_gets_the_loudness_of_audiobooks(voice: str, tmp_path: Path) -> None:
    chapter = mastered(tmp_path, chapter_of(tmp_path, voice, PROSE[:91]))
    loudness, highest = sounded(read(chapter)[1])
    assert loudness == pytest.approx(-19.0, abs=0.5)
    assert highest <= -3.0
    assert chapter.sound.loudness == pytest.approx(loudness, abs=0.1)
    assert chapter.sound.peak == pytest.approx(highest, abs=0.05)


@pytest.mark.parametrize("level", [-30.0, -12.0, 0.0])
def test_soft_and_loud_engines_end_up_alike(level: float, tmp_path: Path) -> None:
    segments = [recorded(tmp_path, quiet(0.5) + babble(5, level, n) + quiet(0.5), RATE) for n in range(2)]
    loudness, highest = sounded(read(mastered(tmp_path, segments))[1])
    assert loudness == pytest.approx(-19.0, abs=0.5)
    assert highest <= -3.0


@pytest.mark.parametrize("place", [0.0, 0.37, 1.0])
def test_a_single_peak_anywhere_is_heard(place: float, tmp_path: Path) -> None:
    """Nothing passes because it is short, or because it comes first or last."""
    soft, click = babble(6, -30, rate=RATE), sine(0.004, -0.5, 3_000)
    cut = round(place * RATE * 6) * 2
    sound = quiet(0.5) + soft[:cut] + click + soft[cut:] + quiet(0.5)
    chapter = mastered(tmp_path, [recorded(tmp_path, sound, RATE)])
    loudness, highest = sounded(read(chapter)[1])
    assert highest <= -3.0
    assert chapter.sound.peak == pytest.approx(highest, abs=0.05)
    assert chapter.sound.loudness == pytest.approx(loudness, abs=0.1)


@pytest.mark.parametrize(("volume", "expected"), [(-50, -25.0), (-20, -20.9), (10, -18.2)])
def test_volume_moves_the_loudness(volume: int, expected: float, tmp_path: Path) -> None:
    sound = quiet(0.5) + sine(3, -20, 400) + quiet(0.5)
    chapter = mastered(tmp_path, [recorded(tmp_path, sound, RATE)], Direction(volume=volume))
    assert sounded(read(chapter)[1])[0] == pytest.approx(expected, abs=0.5)


def test_more_volume_than_the_peaks_allow_keeps_the_peaks(tmp_path: Path) -> None:
    chapter = mastered(tmp_path, chapter_of(tmp_path), Direction(volume=50))
    loudness, highest = sounded(read(chapter)[1])
    assert highest <= -3.0
    assert loudness > -18.5


def test_as_spoken_leaves_the_level_alone(tmp_path: Path) -> None:
    sound = quiet(0.5) + sine(3, -33, 1_000) + quiet(0.5)
    before, _ = sounded(wav(sound))
    segment = recorded(tmp_path, sound, RATE)
    spoken = mastered(tmp_path, [segment], Direction(loudness=Loudness.AS_SPOKEN))
    assert spoken.sound.gain == 0.0
    assert sounded(read(spoken)[1])[0] == pytest.approx(before, abs=0.1)
    louder = mastered(tmp_path, [segment], Direction(volume=50, loudness=Loudness.AS_SPOKEN))
    assert sounded(read(louder)[1])[0] == pytest.approx(before + 20 * math.log10(1.5), abs=0.1)


@pytest.mark.parametrize("seconds", [0.2, 3.0])
def test_a_silent_chapter_stays_silent(seconds: float, tmp_path: Path) -> None:
    chapter = mastered(tmp_path, [recorded(tmp_path, quiet(seconds), RATE)])
    assert (chapter.sound.loudness, chapter.sound.gain) == (None, 0.0)
    assert peak(decode_file(read(chapter)[1])) == 0.0


def test_sentences_sound_where_they_did_before(tmp_path: Path) -> None:
    engine = ToneEngine()
    paragraphs = (Paragraph("The first one of them all."), Paragraph("A second."))
    first = narrated(tmp_path, Segment(0, 0, True, False, paragraphs), engine)
    last = narrated(tmp_path, Segment(1, 0, False, True, paragraphs[::-1]), engine)
    timings, audio = read(mastered(tmp_path, [first, last]))
    heard, lengths = decode_file(audio), [26, 9, 9, 26]
    assert [sentence.paragraph for sentence in timings.sentences] == [0, 1, 2, 3]
    assert timings.characters == sum(lengths)
    before = SegmentTimings.from_json(first.document)
    assert timings.sentences[:2] == before.sentences
    assert timings.sentences[2].start == before.samples
    for sentence, length in zip(timings.sentences, lengths, strict=True):
        assert sentence.samples == length * SAMPLES_PER_CHARACTER
        assert lag(heard, sentence.start, sweep(sentence.samples)) == 0


def test_a_chapter_is_its_packets_and_begins_and_ends_in_silence(tmp_path: Path) -> None:
    timings, audio = read(mastered(tmp_path, chapter_of(tmp_path)))
    packets, position = [], timings.payload_offset
    for size in timings.packets:
        packets.append(audio[position : position + size])
        position += size
    assert position == len(audio)
    heard = decode_packets(packets, timings.config)
    assert heard == decode_file(audio)
    assert len(heard) == timings.samples == len(packets) * FRAME
    assert peak(heard[:EDGE]) == 0.0
    assert peak(heard[-FRAME:]) == 0.0


def test_segments_join_without_a_click(tmp_path: Path) -> None:
    """The steepest step around a join is no steeper than what speech itself has."""
    segments = chapter_of(tmp_path)
    timings, audio = read(mastered(tmp_path, segments))
    heard, join = decode_file(audio), SegmentTimings.from_json(segments[0].document).samples
    around = heard[join - 2_000 : join + 200]
    assert peak(b - a for a, b in pairwise(around)) < 0.02 < peak(b - a for a, b in pairwise(heard))


def test_mastering_again_makes_the_same_bytes(tmp_path: Path) -> None:
    segments = chapter_of(tmp_path)
    first = read(mastered(tmp_path, segments))
    assert read(mastered(tmp_path, segments)) == first


class Tape:
    """Implements ChapterWriter."""

    def __init__(self) -> None:
        self.pcm, self.closed = bytearray(), False

    def write(self, pcm: bytes) -> None:
        assert not self.closed
        self.pcm += pcm

    def close(self) -> None:
        self.closed = True


def test_every_codec_gets_the_same_sound(tmp_path: Path) -> None:
    tapes: dict[ChapterCodec, Tape] = {}

    def tape(codec: ChapterCodec, path: Path, sample_rate: int, label: Label) -> ChapterWriter:
        assert (path.name, sample_rate, label) == (f"chapter.{codec}", RATE, LABEL)
        tapes[codec] = Tape()
        return tapes[codec]

    codecs = [ChapterCodec.AAC, ChapterCodec.MP3, ChapterCodec.OPUS]
    segments: Sequence[SpokenSegment] = [recorded(tmp_path, quiet(0.5) + babble(2, -9) + quiet(0.5), RATE)]
    chapter = Mastering(tape).master(segments, LABEL, Direction(), codecs, tmp_path)
    assert [*chapter.files] == codecs
    mp3, opus = tapes[ChapterCodec.MP3], tapes[ChapterCodec.OPUS]
    assert mp3.closed
    assert mp3.pcm == opus.pcm
    heard = decode_file(chapter.files[ChapterCodec.AAC].read_bytes())
    given = array("h", bytes(mp3.pcm))
    assert 0 <= len(heard) - len(given) < FRAME
    assert lag(heard, RATE, bytes(mp3.pcm)[RATE * 2 :]) == 0


def test_segments_that_make_no_chapter_are_refused(tmp_path: Path) -> None:
    good = recorded(tmp_path, babble(1, -9), RATE)
    other = recorded(tmp_path, babble(1, -9, rate=16_000), 16_000)
    broken = SpokenSegment(good.document, good.content[:-2_000])
    with pytest.raises(BindingError):
        mastered(tmp_path, [good, other])
    with pytest.raises(BindingError):
        mastered(tmp_path, [])
    with pytest.raises(RecordingUnreadableError):
        mastered(tmp_path, [good, broken])
    with pytest.raises(TimingsUnreadableError):
        mastered(tmp_path, [SpokenSegment(b"{}", good.content)])


def test_a_long_chapter_is_encoded_on_several_processors(tmp_path: Path) -> None:
    segments = [recorded(tmp_path, (babble(3, -24, n) + quiet(0.5)) * 30 + quiet(0.5), RATE) for n in range(3)]
    chapters = []
    for encoders in (1, 2):
        directory = tmp_path / str(encoders)
        directory.mkdir()
        mastering = Mastering(encoders=encoders)
        chapters.append(mastering.master(segments, LABEL, Direction(), [], directory))
    (one, its_file), (other, other_file) = map(read, chapters)
    assert one.samples > 300 * RATE
    assert other.samples == one.samples
    assert other.packets != one.packets, "it was encoded on one"
    for chapter, file in zip(chapters, (its_file, other_file), strict=True):
        loudness, highest = sounded(file)
        assert loudness == pytest.approx(-19.0, abs=0.5)
        assert chapter.sound.loudness == pytest.approx(loudness, abs=0.1)
        assert chapter.sound.peak == pytest.approx(highest, abs=0.05)

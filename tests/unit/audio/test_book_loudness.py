"""A book of several voices: all of its chapters are equally loud, whoever speaks in them and how loudly."""

from array import array
from pathlib import Path

import pytest

from ebookvoice.domain.book import Paragraph
from ebookvoice.domain.segment import Segment
from ebookvoice.ports.narrating import Passage
from functions.convert.speech.espeak import EspeakEngine
from tests.unit.audio.sounds import quiet, sounded
from tests.unit.audio.spoken import SpokenSegment, mastered, narrated, recorded

TEXTS = {
    "en-gb": "It was a dark and stormy night; the rain fell in torrents, except at occasional intervals.",
    "de": "Als Gregor Samsa eines Morgens erwachte, fand er sich in seinem Bett verwandelt.",
    "fr-fr": "Longtemps, je me suis couché de bonne heure, et mes yeux se fermaient vite.",
    "es": "En un lugar de la Mancha, de cuyo nombre no quiero acordarme, vivía un hidalgo.",
}
CAST = [["en-gb"], ["de", "fr-fr"], ["fr-fr", "en-gb", "es"], ["es", "de"]]
"""Of chapters, a voice a segment."""
RATE = EspeakEngine().sample_rate


def said(directory: Path, voice: str) -> SpokenSegment:
    paragraphs = (Paragraph(TEXTS[voice]), Paragraph(TEXTS[voice][::-1].capitalize()))
    return narrated(directory, Segment(0, 0, True, True, paragraphs), EspeakEngine(), voice)


def said_softly(directory: Path, voice: str, attenuation: float) -> SpokenSegment:
    """Speak a segment so many dB below what the voice usually has."""
    pcm = EspeakEngine().speak(Passage(TEXTS[voice], voice)).pcm
    softer = array("h", (round(sample * 10 ** (-attenuation / 20)) for sample in array("h", pcm)))
    return recorded(directory, quiet(0.3, RATE) + softer.tobytes() + quiet(0.3, RATE), RATE)


def loudness(directory: Path, segments: list[SpokenSegment]) -> tuple[float, float]:
    chapter = mastered(directory, segments)
    [audio] = chapter.files.values()
    return sounded(audio.read_bytes())


@pytest.mark.parametrize("voices", CAST, ids=", ".join)
def test_chapters_of_several_voices_are_equally_loud(voices: list[str], tmp_path: Path) -> None:
    heard, highest = loudness(tmp_path, [said(tmp_path, voice) for voice in voices])

    assert heard == pytest.approx(-19.0, abs=0.5)
    assert highest <= -3.0


@pytest.mark.parametrize(
    "cast", [{"en-gb": 0, "de": 6}, {"es": 12, "fr-fr": 0, "en-gb": 3}, {"de": 1, "es": 9}], ids=str
)
def test_loud_and_soft_voices_make_a_chapter_of_the_same_loudness(cast: dict[str, float], tmp_path: Path) -> None:
    heard, highest = loudness(tmp_path, [said_softly(tmp_path, *part) for part in cast.items()])

    assert heard == pytest.approx(-19.0, abs=0.5)
    assert highest <= -3.0

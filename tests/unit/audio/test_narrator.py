"""What a narrated segment sounds like, and what its timings say of it."""

from array import array
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from threading import Lock
from time import sleep

import pytest

from ebookvoice.domain.book import Paragraph, ParagraphKind, Saying
from ebookvoice.domain.direction import Direction, Loudness, Pauses, Prosody
from ebookvoice.domain.errors import SpeechIncompleteError
from ebookvoice.domain.segment import Segment
from ebookvoice.domain.speech import Mark, MarkKind, Speech, Substitution, Voice, Why
from ebookvoice.ports.narrating import Drafts, Passage
from functions.convert.audio.flac import decoded
from functions.convert.audio.narrator import SegmentNarrator
from functions.convert.audio.segment import SegmentTimings
from functions.convert.audio.spans import Span, Stranger
from tests.unit.audio.spoken import NoDrafts, narrated
from tests.unit.audio.tones import SAMPLES_PER_CHARACTER, ToneEngine, peak, sweep

VOICE = Voice("tone", "sweep")
FADE = 45
"""Samples that the fade at either end takes at most."""
SEGMENT = Segment(
    0,
    0,
    True,
    True,
    (
        Paragraph("Chapter One", ParagraphKind.HEADING),
        Paragraph("It was a dark and stormy night."),
        Paragraph("* * *"),
        Paragraph("Il pleuvait.", language="fr"),
    ),
)


def narrate(segment: Segment, directory: Path, engine: ToneEngine | None = None) -> tuple[SegmentTimings, bytes]:
    spoken = narrated(directory, segment, engine or ToneEngine())
    return SegmentTimings.from_json(spoken.document), spoken.content


def heard(audio: bytes, samples: int) -> "array[int]":
    return array("h", b"".join(decoded([audio], samples)))


def test_everything_sounds_where_the_timings_say(tmp_path: Path) -> None:
    timings, audio = narrate(SEGMENT, tmp_path)
    sound = heard(audio, timings.samples)
    assert (timings.characters, timings.paragraphs) == (SEGMENT.characters, 4)
    assert [span.paragraph for span in timings.sentences] == [0, 1, 3]
    quiet_since = 0
    for sentence in timings.sentences:
        text = SEGMENT.paragraphs[sentence.paragraph].text
        end = sentence.start + sentence.samples
        assert sentence.samples == len(text) * SAMPLES_PER_CHARACTER
        assert sound[sentence.start + FADE : end - FADE] == array("h", sweep(sentence.samples))[FADE:-FADE]
        assert peak(sound[quiet_since : sentence.start]) == 0
        quiet_since = end
    assert peak(sound[quiet_since:]) == 0


def test_speech_begins_and_ends_without_a_click(tmp_path: Path) -> None:
    timings, audio = narrate(SEGMENT, tmp_path)
    sound = heard(audio, timings.samples)
    for sentence in timings.sentences:
        within = sound[sentence.start + FADE : sentence.start + sentence.samples - FADE]
        steepest = peak(b - a for a, b in pairwise(within))
        around = sound[sentence.start - 2 : sentence.start + sentence.samples + 2]
        assert peak(b - a for a, b in pairwise(around)) <= 1.1 * steepest


def test_words_last_until_the_next_one(tmp_path: Path) -> None:
    timings, _ = narrate(SEGMENT, tmp_path)
    start = timings.sentences[0].start
    assert timings.words[:2] == (
        Span(start, 8 * SAMPLES_PER_CHARACTER, 0, 0, 7),
        Span(start + 8 * SAMPLES_PER_CHARACTER, 3 * SAMPLES_PER_CHARACTER, 0, 8, 3),
    )


def test_the_engine_gets_each_paragraph_as_directed_and_no_section_break(tmp_path: Path) -> None:
    engine, slow = ToneEngine(), Prosody(rate=-20, pitch=5)
    narrated(tmp_path, SEGMENT, engine, direction=Direction(slow, siblings=True, switch=False))
    assert engine.passages == [
        Passage("Chapter One", "sweep", None, (), slow, siblings=True, switch=False),
        Passage("It was a dark and stormy night.", "sweep", None, (), slow, siblings=True, switch=False),
        Passage("Il pleuvait.", "sweep", "fr", (), slow, siblings=True, switch=False),
    ]


def test_narrating_again_makes_the_same_bytes(tmp_path: Path) -> None:
    assert narrate(SEGMENT, tmp_path) == narrate(SEGMENT, tmp_path)


RESPELLED = Segment(
    0,
    0,
    True,
    True,
    (
        Paragraph("Mr. Li’s cat. It sat.", sayings=(Saying(4, 6, "lee  ee"), Saying(9, 12, "kæt", "ipa"))),
        Paragraph("St. Ives", sayings=(Saying(0, 8, "Saint. Ives it is"),)),
    ),
)


def test_the_engine_gets_respellings_as_text_and_phonemes_at_their_words(tmp_path: Path) -> None:
    engine = ToneEngine()
    narrated(tmp_path, RESPELLED, engine)
    assert [passage.text for passage in engine.passages] == ["Mr. lee  ee’s cat. It sat.", "Saint. Ives it is"]
    assert [passage.sayings for passage in engine.passages] == [(Saying(14, 17, "kæt", "ipa"),), ()]


def test_timings_and_certificate_tell_of_what_is_written(tmp_path: Path) -> None:
    timings, _ = narrate(RESPELLED, tmp_path)
    texts = [paragraph.text for paragraph in RESPELLED.paragraphs]

    def shown(spans: tuple[Span, ...]) -> list[str]:
        return [texts[span.paragraph][span.offset : span.offset + span.length] for span in spans]

    assert timings.characters == sum(map(len, texts))
    assert shown(timings.words) == ["Mr.", "Li’s", "cat.", "It", "sat.", "St. Ives"]
    assert shown(timings.sentences) == ["Mr. Li’s cat.", "It sat.", "St. Ives"]
    cat = timings.words[2]
    assert cat.start - timings.words[0].start == 14 * SAMPLES_PER_CHARACTER
    assert timings.words[5].samples == len("Saint. Ives it is") * SAMPLES_PER_CHARACTER


class StrangeEngine(ToneEngine):
    """Leaves the end of each paragraph, from its last respelled word on, to somebody else."""

    def speak(self, passage: Passage) -> Speech:
        speech, offset = super().speak(passage), passage.text.index("lee")
        other = Substitution(offset, len(passage.text) - offset, "tone:other", Why.FALLBACK)
        return replace(speech, substitutions=(other,))


def test_substitutions_are_told_by_paragraph_where_they_are_written(tmp_path: Path) -> None:
    paragraphs = (Paragraph("* * *"), Paragraph("Mr. Li sat.", sayings=(Saying(4, 6, "lee  ee"),)))
    timings, _ = narrate(replace(SEGMENT, paragraphs=paragraphs), tmp_path, StrangeEngine())
    assert timings.strangers == (Stranger(1, 4, 7, "tone:other", "fallback"),)


class BrokenEngine(ToneEngine):
    """Answers with what it is given."""

    def __init__(self, pcm: bytes) -> None:
        super().__init__()
        self.pcm = pcm

    def speak(self, passage: Passage) -> Speech:
        return Speech(self.pcm, ())


@pytest.mark.parametrize("pcm", [b"", bytes(20_000), sweep(1_000)[:-1]])
def test_silence_does_not_pass_for_speech(pcm: bytes, tmp_path: Path) -> None:
    with pytest.raises(SpeechIncompleteError):
        narrated(tmp_path, SEGMENT, BrokenEngine(pcm))
    assert list(tmp_path.iterdir()) == []


class LateEngine(ToneEngine):
    """Puts its last word behind the end of the audio."""

    def speak(self, passage: Passage) -> Speech:
        return Speech(sweep(2_000), (Mark(MarkKind.WORD, 0, 2, 0), Mark(MarkKind.WORD, 3, 2, 2_500)))


def test_a_mark_behind_the_end_is_held_within_the_audio(tmp_path: Path) -> None:
    timings, _ = narrate(Segment(0, 0, False, True, (Paragraph("so be it"),)), tmp_path, LateEngine())
    assert timings.words == (Span(0, 2_000, 0, 0, 2), Span(2_000, 0, 0, 3, 2))


class CrowdedEngine(ToneEngine):
    """Speaks in several threads; the first paragraphs take longest."""

    lanes = 3

    def __init__(self) -> None:
        super().__init__()
        self.lock, self.at_work, self.most = Lock(), 0, 0

    def speak(self, passage: Passage) -> Speech:
        with self.lock:
            self.at_work += 1
            self.most = max(self.most, self.at_work)
        sleep(0.05 if len(passage.text) < 12 else 0.01)
        with self.lock:
            self.at_work -= 1
        return super().speak(passage)


def test_lanes_change_nothing_but_the_time(tmp_path: Path) -> None:
    engine = CrowdedEngine()
    long = replace(SEGMENT, paragraphs=SEGMENT.paragraphs * 4)
    assert narrate(long, tmp_path, engine) == narrate(long, tmp_path, ToneEngine())
    assert engine.most == 3


class DraftingEngine(ToneEngine):
    """Remembers which drafts it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.drafts: list[Drafts] = []

    def with_drafts(self, drafts: Drafts) -> ToneEngine:
        self.drafts.append(drafts)
        return self


def test_an_engine_that_can_use_drafts_gets_them(tmp_path: Path) -> None:
    engine, drafts = DraftingEngine(), NoDrafts()
    SegmentNarrator(lambda _: engine).narrate(SEGMENT, VOICE, Direction(), tmp_path, drafts)
    assert engine.drafts == [drafts]


def digest(
    segment: Segment = SEGMENT,
    voice: Voice = VOICE,
    direction: Direction | None = None,
    engine: ToneEngine | None = None,
) -> str:
    return SegmentNarrator(lambda _: engine or ToneEngine()).digest(segment, voice, direction or Direction())


def test_equal_content_has_an_equal_digest_whatever_its_number() -> None:
    assert digest() == digest(replace(SEGMENT, number=9, chapter=3))
    assert len(digest()) == 64


def test_what_mastering_does_is_not_in_the_digest() -> None:
    assert digest() == digest(direction=Direction(volume=20, loudness=Loudness.AS_SPOKEN))


def test_whatever_changes_the_audio_changes_the_digest() -> None:
    text = SEGMENT.paragraphs[1]
    segments = [
        SEGMENT,
        replace(SEGMENT, first=False),
        replace(SEGMENT, last=False),
        replace(SEGMENT, paragraphs=SEGMENT.paragraphs[:1]),
        replace(SEGMENT, paragraphs=(text,)),
        replace(SEGMENT, paragraphs=(replace(text, kind=ParagraphKind.VERSE),)),
        replace(SEGMENT, paragraphs=(replace(text, language="de"),)),
        replace(SEGMENT, paragraphs=(replace(text, sayings=(Saying(0, 2, "Id"),)),)),
        replace(SEGMENT, paragraphs=(replace(text, sayings=(Saying(0, 2, "Id", "ipa"),)),)),
        replace(SEGMENT, paragraphs=(replace(text, sayings=(Saying(0, 6, "Id"),)),)),
    ]
    directions = [
        Direction(Prosody(rate=10)),
        Direction(Prosody(pitch=10)),
        Direction(pauses=Pauses(heading_ms=800)),
        Direction(pauses=Pauses(paragraph_ms=400)),
        Direction(pauses=Pauses(chapter_ms=2_000)),
        Direction(siblings=True),
        Direction(switch=False),
    ]
    digests = [digest(segment) for segment in segments] + [digest(direction=direction) for direction in directions]
    digests.append(digest(voice=Voice("tone", "other")))
    digests.append(digest(engine=ToneEngine(version="2")))
    digests.append(digest(engine=ToneEngine(sample_rate=24_000)))
    assert len(set(digests)) == len(digests)

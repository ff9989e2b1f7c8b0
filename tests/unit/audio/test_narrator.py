from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from ebookvoice.domain.book import Paragraph, ParagraphKind, Saying
from ebookvoice.domain.errors import SpeechIncompleteError
from ebookvoice.domain.segment import Segment
from ebookvoice.domain.speech import Mark, MarkKind, Speech, Voice
from functions.convert.audio.frames import EDGE, FRAME
from functions.convert.audio.narrator import SegmentNarrator
from functions.convert.audio.segment import SegmentTimings, Span
from tests.unit.audio.tones import SAMPLES_PER_CHARACTER, ToneEngine, decode_file, decode_packets, lag, peak, sweep

VOICE = Voice("tone", "sweep")
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


def narrator(engine: ToneEngine) -> SegmentNarrator:
    return SegmentNarrator({"tone": engine}.__getitem__)


def narrate(segment: Segment, directory: Path) -> tuple[SegmentTimings, bytes]:
    narration = narrator(ToneEngine()).narrate(segment, VOICE, directory)
    timings = SegmentTimings.from_json(narration.timings.read_bytes())
    assert (narration.samples, narration.sample_rate) == (timings.samples, timings.sample_rate)
    return timings, narration.audio.read_bytes()


def test_everything_sounds_where_the_timings_say(tmp_path: Path) -> None:
    timings, audio = narrate(SEGMENT, tmp_path)
    decoded = decode_file(audio)
    assert len(decoded) == timings.samples
    assert timings.characters == SEGMENT.characters
    assert [span.paragraph for span in timings.sentences] == [0, 1, 3]
    quiet_since = 0
    for sentence in timings.sentences:
        text = SEGMENT.paragraphs[sentence.paragraph].text
        assert sentence.samples == len(text) * SAMPLES_PER_CHARACTER
        assert lag(decoded, sentence.start, sweep(sentence.samples)) == 0
        assert peak(decoded[quiet_since + FRAME : sentence.start - FRAME]) < 1e-3
        quiet_since = sentence.start + sentence.samples
    assert peak(decoded[:FRAME]) == 0.0
    assert peak(decoded[-EDGE:]) == 0.0


def test_words_last_until_the_next_one(tmp_path: Path) -> None:
    timings, _ = narrate(SEGMENT, tmp_path)
    start = timings.sentences[0].start
    assert timings.words[:2] == (
        Span(start, 8 * SAMPLES_PER_CHARACTER, 0, 0, 7),
        Span(start + 8 * SAMPLES_PER_CHARACTER, 3 * SAMPLES_PER_CHARACTER, 0, 8, 3),
    )


def test_the_payload_is_the_packets_one_behind_the_other(tmp_path: Path) -> None:
    timings, audio = narrate(SEGMENT, tmp_path)
    packets, position = [], timings.payload_offset
    for size in timings.packets:
        packets.append(audio[position : position + size])
        position += size
    assert position == len(audio)
    assert decode_packets(packets, timings.config) == decode_file(audio)


def test_the_engine_gets_each_paragraph_with_its_language_and_no_section_break(tmp_path: Path) -> None:
    engine = ToneEngine()
    narrator(engine).narrate(SEGMENT, VOICE, tmp_path)
    assert engine.spoken == [
        ("Chapter One", "sweep", None),
        ("It was a dark and stormy night.", "sweep", None),
        ("Il pleuvait.", "sweep", "fr"),
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
    narrator(engine).narrate(RESPELLED, VOICE, tmp_path)
    assert [text for text, *_ in engine.spoken] == ["Mr. lee  ee’s cat. It sat.", "Saint. Ives it is"]
    assert engine.sayings == [(Saying(14, 17, "kæt", "ipa"),), ()]


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


class BrokenEngine(ToneEngine):
    """Answers with what it is given."""

    def __init__(self, pcm: bytes) -> None:
        super().__init__()
        self.pcm = pcm

    def speak(self, text: str, voice: str, language: str | None = None, sayings: Sequence[Saying] = ()) -> Speech:
        return Speech(self.pcm, ())


@pytest.mark.parametrize("pcm", [b"", bytes(20_000), sweep(1_000)[:-1]])
def test_silence_does_not_pass_for_speech(pcm: bytes, tmp_path: Path) -> None:
    with pytest.raises(SpeechIncompleteError):
        narrator(BrokenEngine(pcm)).narrate(SEGMENT, VOICE, tmp_path)
    assert list(tmp_path.iterdir()) == []


class LateEngine(ToneEngine):
    """Puts its last word behind the end of the audio."""

    def speak(self, text: str, voice: str, language: str | None = None, sayings: Sequence[Saying] = ()) -> Speech:
        return Speech(sweep(2_000), (Mark(MarkKind.WORD, 0, 2, 0), Mark(MarkKind.WORD, 3, 2, 2_500)))


def test_a_mark_behind_the_end_is_held_within_the_audio(tmp_path: Path) -> None:
    narration = narrator(LateEngine()).narrate(Segment(0, 0, False, True, (Paragraph("so be it"),)), VOICE, tmp_path)
    timings = SegmentTimings.from_json(narration.timings.read_bytes())
    assert timings.words == (Span(EDGE, 2_000, 0, 0, 2), Span(EDGE + 2_000, 0, 0, 3, 2))


def test_equal_content_has_an_equal_digest_whatever_its_number() -> None:
    digest = narrator(ToneEngine()).digest(SEGMENT, VOICE)
    assert digest == narrator(ToneEngine()).digest(replace(SEGMENT, number=9, chapter=3), VOICE)
    assert len(digest) == 64


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
    digests = [narrator(ToneEngine()).digest(segment, VOICE) for segment in segments]
    digests.append(narrator(ToneEngine()).digest(SEGMENT, Voice("tone", "other")))
    digests.append(narrator(ToneEngine(version="2")).digest(SEGMENT, VOICE))
    digests.append(narrator(ToneEngine(sample_rate=24_000)).digest(SEGMENT, VOICE))
    assert len(set(digests)) == len(digests)

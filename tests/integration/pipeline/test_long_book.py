"""Ten hours in three hundred chapters: none of them is lost, and each begins where players are told that it does."""

import io
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import av
import pytest

from ebookvoice.domain.direction import Direction
from ebookvoice.domain.formats import ChapterCodec, Format
from ebookvoice.domain.job import Conversion
from ebookvoice.domain.states import Queue
from ebookvoice.ports.binding import StoredSegment
from ebookvoice.ports.mastering import Label, MasteredChapter, Sound, SpokenText
from ebookvoice.usecases import assemble, audiobooks
from functions.convert.audio.aac_writer import AacWriter
from functions.convert.audio.chapter import ChapterTimings
from functions.convert.audio.encode import AacEncoder
from functions.convert.audio.frames import EDGE, FRAME
from functions.convert.audio.mp4 import SEGMENT_BRAND, file_header
from functions.convert.audio.samples import silence
from functions.convert.audio.stretches import Stretches
from functions.convert.master import account
from functions.convert.workshop import WORKSHOP
from tests.e2e.books import epub
from tests.fakes import FakeMaster, FakeReader
from tests.integration.pipeline.conftest import Pipeline
from tests.unit.audio.box_reader import find
from tests.unit.audio.tones import decode_packets, sweep
from tests.unit.readers.epubs import read

TITLES = [f"{number}. Of what befell on day {number}" for number in range(1, 301)]
RATE = 24_000
LEAD = RATE
"""Samples of silence ahead of a chapter's first sound, beside the edge that every chapter has."""
LENGTHS_S = (117, 122, 126)
"""Of chapters in turn."""
LOUD = 0.1
TEN_HOURS_S = 36_000


class LongMaster(FakeMaster):
    """Masters to a sound behind LEAD and then silence, in three lengths, encoded once each."""

    def __init__(self, directory: Path) -> None:
        super().__init__()
        self._files = [directory / f"{seconds}.m4a" for seconds in LENGTHS_S]
        self._timings = [self._encode(path, seconds) for path, seconds in zip(self._files, LENGTHS_S, strict=True)]
        self.lengths: list[int] = []

    def master(
        self,
        segments: Sequence[StoredSegment],
        label: Label,
        direction: Direction,
        codecs: Sequence[ChapterCodec],
        directory: Path,
    ) -> MasteredChapter:
        spoken = super().master(segments, label, direction, [], directory)
        kind = (label.number - 1) % len(LENGTHS_S)
        timings = replace(self._timings[kind], characters=super().account(spoken.timings.read_bytes()).characters)
        spoken.timings.write_bytes(timings.to_json())
        self.lengths.append(timings.samples)
        files = dict.fromkeys(codecs, self._files[kind])
        return MasteredChapter(files, spoken.timings, timings.samples, RATE, Sound(-19.0, -3.5, 0.0))

    def account(self, timings: bytes) -> SpokenText:
        return account(timings)

    @staticmethod
    def _encode(path: Path, seconds: int) -> ChapterTimings:
        """Write a chapter whose silence at the end is one packet again and again."""
        writer = AacWriter(path, AacEncoder(RATE), Stretches(1, 1), 1.0)
        for pcm in (silence(EDGE + LEAD), sweep(RATE), silence(EDGE + RATE)):
            writer.write(pcm)
        writer.close()
        sizes, audio = writer.track.packets, path.read_bytes()
        more = seconds * RATE // FRAME - len(sizes)
        track = replace(writer.track, packets=sizes + sizes[-1:] * more)
        header = file_header(track, SEGMENT_BRAND)
        path.write_bytes(header + audio[writer.payload_offset :] + audio[-sizes[-1] :] * more)
        return ChapterTimings(RATE, track.config, len(header), track.packets, 0)


@pytest.fixture
def lengths(pipeline: Pipeline, tmp_path: Path) -> list[int]:
    """Bind the long book; return the samples of its chapters. Its file is then the only M4B in the store."""
    path = tmp_path / "book.epub"
    path.write_bytes(epub({title: [f"It was day {title}"] for title in TITLES}))
    pipeline.reader = FakeReader(read(path))
    pipeline.mastering = mastering = LongMaster(tmp_path)
    user = pipeline.user()
    job_id = pipeline.queued(user, Conversion(formats=(Format.M4B,)))
    pipeline.speak(job_id, tmp_path)
    for chapter in pipeline.chapters():
        assert pipeline.master(*chapter, tmp_path)
    [_] = pipeline.queues.take(Queue.ASSEMBLY)
    assert assemble.assemble(pipeline, job_id, WORKSHOP, pipeline.hidden.append)
    audiobook = audiobooks.find_audiobook(pipeline, user, job_id)
    assert [chapter.title for chapter in audiobook.chapters] == TITLES
    return mastering.lengths


def m4b(pipeline: Pipeline) -> bytes:
    [content] = [content for content in pipeline.objects.objects.values() if content[4:12] == b"ftypM4B "]
    return content


def last_packets(file: av.container.InputContainer, most: int) -> tuple[int, deque[bytes]]:
    """Read all of the audio's packets; return how many there are, and the last ones."""
    kept: deque[bytes] = deque(maxlen=most)
    count = 0
    for packet in file.demux(file.streams.audio[0]):
        if packet.size:
            count += 1
            kept.append(bytes(packet))
    return count, kept


def onsets(samples: Sequence[float]) -> Iterator[int]:
    """Find where sounds begin that a second of silence precedes."""
    quiet_since = 0
    for position, sample in enumerate(samples):
        if abs(sample) > LOUD:
            if position - quiet_since > RATE:
                yield position
            quiet_since = position


def test_three_hundred_chapters_of_ten_hours_are_kept_where_they_are(pipeline: Pipeline, lengths: list[int]) -> None:
    content = m4b(pipeline)
    with av.open(io.BytesIO(content), "r") as file:
        chapters = file.chapters()
        config = file.streams.audio[0].codec_context.extradata or b""
        count, packets = last_packets(file, sum(lengths[-2:]) // FRAME + 8)

    assert [chapter["metadata"]["title"] for chapter in chapters] == TITLES
    assert [chapter["end"] for chapter in chapters] == list(accumulate(lengths))
    assert not find(content, b"moov", b"udta", b"chpl")
    assert count * FRAME == sum(lengths) > TEN_HOURS_S * RATE
    heard = [(count - len(packets)) * FRAME + onset for onset in onsets(decode_packets(packets, config))]
    marked = [chapter["start"] + EDGE + LEAD for chapter in chapters[-2:]]
    assert [place / RATE for place in heard] == pytest.approx([place / RATE for place in marked], abs=0.05)

"""The segments of a chapter → the chapter at its loudness, encoded."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from ebookvoice.domain.direction import Direction
from ebookvoice.domain.formats import ChapterCodec
from ebookvoice.ports.binding import StoredSegment
from ebookvoice.ports.mastering import Label, MasteredChapter, Sound
from functions.convert.audio.aac_writer import AacWriter, Encoder
from functions.convert.audio.encode import AacEncoder
from functions.convert.audio.joining import joined
from functions.convert.audio.levels import Aim, Setting
from functions.convert.audio.measurement import Heard, Measurement, amplitude, decibels
from functions.convert.audio.parallel_encoder import ParallelEncoder
from functions.convert.audio.process import processed
from functions.convert.audio.rehearsal import rehearsed
from functions.convert.audio.samples import gathered
from functions.convert.audio.source import Source
from functions.convert.audio.stretches import Eavesdropper, Stretches
from functions.convert.audio.writing import ChapterWriter

WriterFor = Callable[[ChapterCodec, Path, int, Label], ChapterWriter]

_ATTEMPTS = 4
"""One does for nearly all chapters; each of the others mends what was heard of the one before."""

_LONG_S = 300
"""A chapter that is worth the start of other processes."""

_SUFFIXES = {ChapterCodec.AAC: "m4a", ChapterCodec.MP3: "mp3", ChapterCodec.OPUS: "opus"}


def published(codec: ChapterCodec, path: Path, sample_rate: int, label: Label) -> ChapterWriter:
    """Begin a file that listeners get as it is."""
    if codec is ChapterCodec.MP3:
        from functions.convert.audio.mp3_writer import Mp3Writer

        return Mp3Writer(path, sample_rate, label)
    from functions.convert.audio.opus_writer import OpusWriter

    return OpusWriter(path, sample_rate, label)


class Mastering:
    """Implements ChapterMaster. Audio streams through: a minute of it is in memory, and four bytes per packet."""

    def __init__(self, writer_for: WriterFor = published, encoders: int = 1) -> None:
        """Use as many processors as there are `encoders` for the AAC of a long chapter."""
        self._writer_for = writer_for
        self._encoders = encoders

    def master(
        self,
        segments: Sequence[StoredSegment],
        label: Label,
        direction: Direction,
        codecs: Sequence[ChapterCodec],
        directory: Path,
    ) -> MasteredChapter:
        """Master a chapter into chapter.m4a, chapter.json, and a file for each other codec; see ChapterMaster.

        Raises BindingError for segments that do not fit together, RecordingUnreadableError, TimingsUnreadableError,
        EncodingError.
        """
        source = Source(segments)
        files = {codec: directory / f"chapter.{_SUFFIXES[codec]}" for codec in (ChapterCodec.AAC, *codecs)}
        aim = Aim.of(direction)
        better = _first(aim, source)
        for _ in range(_ATTEMPTS):
            setting = better
            aac, heard = self._encode(source, aim, setting, files, label)
            better = aim.corrected(setting, heard)
            if better == setting:
                break
        timings = joined(source.parts, aac.track, aac.payload_offset)
        timings_path = directory / "chapter.json"
        timings_path.write_bytes(timings.to_json())
        return MasteredChapter(files, timings_path, timings.samples, timings.sample_rate, _sound(heard, setting))

    def _encode(
        self, source: Source, aim: Aim, setting: Setting, files: dict[ChapterCodec, Path], label: Label
    ) -> tuple[AacWriter, Heard]:
        """Write all files in one pass; return the AAC and what it sounds like."""
        stretches = Stretches.of(source.samples, source.sample_rate)
        with ExitStack() as open_encoders:
            encoder = self._encoder(source, open_encoders)
            aac = AacWriter(files[ChapterCodec.AAC], encoder, stretches, amplitude(aim.peak))
            others = [
                self._writer_for(codec, path, source.sample_rate, label)
                for codec, path in files.items()
                if codec is not ChapterCodec.AAC
            ]
            before = Eavesdropper(source.sample_rate, stretches)
            blocks = before.passing(gathered(source.blocks()))
            _write(processed(blocks, source.sample_rate, setting), [aac, *others])
        after = aac.heard()
        return aac, after.heard if stretches.all else _heard(source.sound, before.measured, after)

    def _encoder(self, source: Source, open_encoders: ExitStack) -> Encoder:
        if self._encoders == 1 or source.samples < _LONG_S * source.sample_rate:
            return AacEncoder(source.sample_rate)
        return open_encoders.enter_context(ParallelEncoder(source.sample_rate, self._encoders))


def _first(aim: Aim, source: Source) -> Setting:
    """Choose a setting by what was measured while the chapter was spoken, and by a rehearsal if peaks are limited."""
    setting = aim.setting(source.sound)
    if aim.loudness is None or setting.ceiling is None:
        return setting
    return rehearsed(setting, source.excerpt(), source.sample_rate)


def _write(blocks: Iterable[bytes], writers: Sequence[ChapterWriter]) -> None:
    for block in blocks:
        for writer in writers:
            writer.write(block)
    for writer in writers:
        writer.close()


def _heard(spoken: Measurement, before: Measurement, after: Measurement) -> Heard:
    """Tell the loudness of a chapter that was spoken so, by what became of that of a part of it."""
    if spoken.loudness is None or before.loudness is None or after.loudness is None:
        return after.heard
    return Heard(spoken.loudness + after.loudness - before.loudness, after.peak)


def _sound(heard: Heard, setting: Setting) -> Sound:
    peak = round(decibels(heard.peak), 2) if heard.peak else None
    return Sound(None if heard.loudness is None else round(heard.loudness, 2), peak, setting.gain)

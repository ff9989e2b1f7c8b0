"""The audio track of an .m4a or .m4b: AAC-LC, mono (ISO 14496-14)."""

import struct
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

from functions.convert.audio.boxes import box, descriptor, full_box
from functions.convert.audio.frames import FRAME
from functions.convert.audio.tables import (
    chunk_bytes,
    chunk_offsets,
    data_reference,
    preroll,
    stsc,
    stsz,
    stts,
)
from functions.convert.audio.tracks import handler, media_header, track_header, whole_track_edit

if TYPE_CHECKING:
    from array import array


@dataclass(frozen=True, slots=True)
class AudioTrack:
    """Packets that lie one behind the other: their rate, AudioSpecificConfig and sizes in bytes."""

    sample_rate: int
    config: bytes
    packets: "array[int]"

    @property
    def samples(self) -> int:
        """Return the length in samples, which are the track's time scale."""
        return len(self.packets) * FRAME

    @property
    def per_chunk(self) -> int:
        """Return how many packets make a chunk of about one second."""
        return max(1, self.sample_rate // FRAME)


def audio_track(track: AudioTrack, number: int, start: int, language: int, chapters: int | None) -> bytes:
    """Build `trak` for packets that begin at byte `start`; `chapters` is the number of the chapter track."""
    chunks = chunk_bytes(track.packets, track.per_chunk)
    sample_tables = box(
        b"stbl",
        full_box(b"stsd", 0, 0, struct.pack(">I", 1), _sample_entry(track, chunks)),
        stts(repeat(FRAME, len(track.packets))),
        stsc(len(track.packets), track.per_chunk),
        stsz(track.packets),
        chunk_offsets(start, chunks),
        preroll(len(track.packets)),
    )
    media = box(
        b"mdia",
        media_header(track.sample_rate, track.samples, language),
        handler(b"soun", "Narration"),
        box(b"minf", full_box(b"smhd", 0, 0, bytes(4)), data_reference(), sample_tables),
    )
    return box(
        b"trak",
        track_header(number, track.samples, enabled=True, audible=True),
        whole_track_edit(track.samples),
        box(b"tref", box(b"chap", struct.pack(">I", chapters))) if chapters else b"",
        media,
    )


def _sample_entry(track: AudioTrack, chunks: list[int]) -> bytes:
    """Build `mp4a`: one channel, 16 bits, with the bit rates that the stream really has."""
    seconds = track.samples / track.sample_rate
    average = round(sum(chunks) * 8 / seconds) if chunks else 0
    chunk_seconds = track.per_chunk * FRAME / track.sample_rate
    peak = max(average, round(max(chunks, default=0) * 8 / chunk_seconds))
    largest = max(track.packets, default=0)
    decoder = descriptor(
        0x04,  # DecoderConfigDescriptor
        struct.pack(">BB", 0x40, 0x15),  # ISO 14496-3 audio; an audio stream
        largest.to_bytes(3, "big"),
        struct.pack(">II", peak, average),
        descriptor(0x05, track.config),  # DecoderSpecificInfo
    )
    elementary = descriptor(0x03, struct.pack(">HB", 0, 0), decoder, descriptor(0x06, b"\x02"))
    return box(
        b"mp4a",
        bytes(6),
        struct.pack(">H8xHHI", 1, 1, 16, 0),
        struct.pack(">I", track.sample_rate << 16 if track.sample_rate < 1 << 16 else 0),
        full_box(b"esds", 0, 0, elementary),
        box(b"btrt", struct.pack(">III", largest, peak, average)),
    )

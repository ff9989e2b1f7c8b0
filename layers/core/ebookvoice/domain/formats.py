"""What an audiobook can be had as; all of it is made from one synthesis."""

from enum import StrEnum


class Format(StrEnum):
    M4B = "m4b"
    MP3 = "mp3"
    OPUS = "opus"
    CAPTIONS = "captions"
    READALONG = "readalong"
    TRANSCRIPT = "transcript"


class ChapterCodec(StrEnum):
    """How the audio of a single chapter is encoded."""

    AAC = "aac"
    MP3 = "mp3"
    OPUS = "opus"


DEFAULT_FORMATS = (Format.M4B,)

METADATA = "metadata"
"""The format of the one artifact that is made of every book: metadata.json, with the certificate."""

COVER = "cover"
"""The format of an audiobook's cover, kept beside its other files."""


def codecs_for(formats: tuple[Format, ...]) -> tuple[ChapterCodec, ...]:
    """Tell which encodings of the chapters the formats are made of; AAC, which carries the timings, always is."""
    wanted = {Format.MP3: ChapterCodec.MP3, Format.OPUS: ChapterCodec.OPUS}
    return (ChapterCodec.AAC, *(codec for format_, codec in wanted.items() if format_ in formats))

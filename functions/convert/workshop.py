"""Who makes which format; what a format needs is imported when it is asked for."""

from ebookvoice.domain.formats import Format
from ebookvoice.ports.assembling import Joiner, Packer, Workshop
from ebookvoice.ports.rendering import Scribe
from functions.convert.audio.m4b import M4bBinder


def _packer() -> Packer:
    from functions.convert.audio.mp3_zip import Mp3Zip

    return Mp3Zip()


def _joiner() -> Joiner:
    from functions.convert.audio.opus_join import OpusJoiner

    return OpusJoiner()


def _scribe(format_: Format) -> Scribe:
    match format_:
        case Format.CAPTIONS:
            from functions.convert.texts.captions.scribe import CaptionsScribe

            return CaptionsScribe()
        case Format.READALONG:
            from functions.convert.texts.readalong.scribe import ReadalongScribe

            return ReadalongScribe()
        case Format.TRANSCRIPT:
            from functions.convert.texts.transcript.scribe import TranscriptScribe

            return TranscriptScribe()
        case Format.M4B | Format.MP3 | Format.OPUS:
            raise ValueError(f"{format_} is not made of text")


WORKSHOP = Workshop(M4bBinder(), _packer, _joiner, _scribe)

"""The certificate of an audiobook on the wire; metadata.json has the same."""

from pydantic import computed_field

from ebookvoice.domain.speech import Voice, Why
from functions.api.schemas.wire import Public


class SkippedPartPublic(Public):
    """What was left out on purpose, and why."""

    title: str
    reason: str
    characters: int


class SubstitutedPassagePublic(Public):
    """A passage that another voice has spoken: `length` characters from `offset` on in a paragraph (from 0)."""

    paragraph: int
    offset: int
    length: int
    text: str
    voice: str
    why: Why


class ChapterAccountPublic(Public):
    """A chapter: its characters and how many were spoken; `loudness` in LUFS, null for a silent one; `peak` in dBTP;
    `gain` is what it was raised by, in dB. `more` passages than those listed were spoken by another voice."""

    number: int
    title: str
    characters: int
    characters_spoken: int
    loudness: float | None
    peak: float | None
    gain: float | None
    substitutions: list[SubstitutedPassagePublic]
    more: int


class CertificatePublic(Public):
    """An account of the whole book: the characters that went in, were spoken, and were left out on purpose.

    At most 500 passages that another voice has spoken are listed; `more` counts the others.
    """

    voice: str
    characters: int
    characters_spoken: int
    characters_skipped: int
    more: int
    skipped: list[SkippedPartPublic]
    chapters: list[ChapterAccountPublic]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def engine(self) -> str:
        """Name the engine of the voice."""
        return Voice.parse(self.voice).engine

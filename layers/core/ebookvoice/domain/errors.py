"""The one family of errors. `code` is stable, clients may switch on it; the message says what to do next."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from ebookvoice.domain.limits import Allowance

_SHOWN = 200
"""Characters of a passage that a message quotes."""


class EbookVoiceError(Exception):
    """The base of everything that the product raises on purpose."""

    code: ClassVar[str] = "internal"
    message: ClassVar[str] = "Something went wrong on our side. Try again in a minute."

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.message)

    @property
    def details(self) -> Mapping[str, Any]:
        """Tell a program more than the code does; nothing for most errors."""
        return {}


class BookRefusedError(EbookVoiceError):
    """The document can't be made into an audiobook, now or later: permanent, the job fails, nothing is charged."""


class NotABookError(BookRefusedError):
    code = "not_a_book"
    message = (
        "This file is not a book that can be read."
        " Upload an EPUB, PDF, DOCX, ODT, RTF, FB2, HTML, Markdown or plain text file."
    )


class CorruptBookError(BookRefusedError):
    code = "corrupt"
    message = "The file is damaged or incomplete. Download or export the book again and upload the new copy."


class EncryptedBookError(BookRefusedError):
    code = "encrypted"
    message = "The book is protected by DRM. Upload a copy without copy protection."


class PasswordProtectedError(BookRefusedError):
    code = "password_protected"
    message = "The document opens only with a password. Save it without one and upload that copy."


class NoTextLayerError(BookRefusedError):
    code = "no_text_layer"
    message = "The pages are pictures without text. Run text recognition (OCR) on the document and upload the result."


class UnknownPartError(BookRefusedError):
    code = "unknown_part"
    message = "The book has no part with one of these ids. Read its plan again and choose from that."


class NoTextError(BookRefusedError):
    code = "no_text"
    message = "The book holds no text that could be read aloud. Upload an edition with text, not only pictures."


class TooLargeError(BookRefusedError):
    code = "too_large"
    message = "The book is over the size limit. Upload a smaller edition, for example one without pictures."


class TooComplexError(BookRefusedError):
    code = "too_complex"
    message = "The book takes more memory or time than is safe to read it. Export it again with ordinary settings."


class UnsupportedFormatError(BookRefusedError):
    code = "unsupported"
    message = "This kind of document is not supported. Convert it to EPUB, DOCX or PDF and upload that."


class UploadChangedError(BookRefusedError):
    code = "upload_changed"
    message = "The uploaded file changed after it was confirmed. Upload the book again."


class UploadMissingError(EbookVoiceError):
    code = "upload_missing"
    message = "No file has arrived yet. PUT the bytes to the upload address first, then confirm."


class UploadExpiredError(EbookVoiceError):
    code = "upload_expired"
    message = "The file never arrived. Ask for a new upload address and try again."


class SpeechError(EbookVoiceError):
    """A piece of text could not be spoken this time; worth another try."""

    code = "speech_failed"
    message = "The speech service did not answer properly. The conversion can be started again."


class SpeechIncompleteError(SpeechError):
    """The engine answered, but not with the whole text: never silence instead of speech."""

    code = "speech_incomplete"
    message = "The speech service left out part of the text. The conversion can be started again."


class PassageFailedError(SpeechError):
    """A passage that could not be spoken whole: not in halves, nor by a sibling voice if that was allowed."""

    code = "passage_failed"
    message = "The speech service could not speak one passage. Start the conversion again, or choose another voice."

    def __init__(self, passage: str) -> None:
        shown = passage if len(passage) <= _SHOWN else f"{passage[: _SHOWN - 1].rstrip()}…"
        super().__init__(
            f"The speech service could not speak this passage: “{shown}”. Nothing was charged;"
            " start the conversion again, choose another voice, or allow a sibling voice to step in."
        )


class ProviderBusyError(EbookVoiceError):
    """A speech service is not to be asked now: it cools off, or all of its connections are taken. No failed attempt."""

    code = "provider_busy"
    message = "The speech service takes no more work at the moment. The conversion goes on by itself."

    def __init__(self, provider: str, retry_after_s: float) -> None:
        super().__init__()
        self.provider = provider
        self.retry_after_s = retry_after_s


class ProviderUnavailableError(EbookVoiceError):
    """A speech service that stayed away for longer than a job may wait."""

    code = "provider_unavailable"
    message = (
        "The speech service was out of order for too long. Nothing was charged; start again, or choose another voice."
    )


class ConversionFailedError(EbookVoiceError):
    code = "conversion_failed"
    message = "The conversion failed after several tries. Nothing was charged; start it again."


class VoiceRefusedError(EbookVoiceError):
    """A voice that can't be had here, or not for this; `voices` are some that can, as `engine:name`."""

    def __init__(self, message: str | None = None, voices: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.voices = tuple(voices)

    @property
    def details(self) -> Mapping[str, Any]:
        """Name voices that would do."""
        return {"voices": list(self.voices)} if self.voices else {}


class UnknownVoiceError(VoiceRefusedError):
    code = "unknown_voice"
    message = "There is no such voice. Name one by engine and name, for example espeak:en-gb."


class EngineNotConfiguredError(VoiceRefusedError):
    """A speech engine that the product has, but that is not set up here."""

    code = "engine_not_configured"
    message = "This speech engine is not set up here. Choose a voice of another one: GET /api/voices lists them."


class VoiceLanguageError(VoiceRefusedError):
    """A voice that does not speak the book's language."""

    code = "voice_language"
    message = "The voice does not speak the book's language. Choose one that does; `language` corrects the book's own."


class NotFoundError(EbookVoiceError):
    code = "not_found"
    message = "There is nothing here under this id. Check the address, or list what you own."


class NotReadyError(EbookVoiceError):
    code = "not_ready"
    message = "The audiobook is not finished yet. Ask for the job's state and come back when it is completed."


class InvalidStateError(EbookVoiceError):
    code = "invalid_state"
    message = "That can't be done in the present state. Read the resource again and go on from there."


class InsufficientCreditsError(EbookVoiceError):
    code = "insufficient_credits"
    message = "There are not enough credits for this conversion. Buy credits or wait until a running job ends."


class RateLimitedError(EbookVoiceError):
    """Too many requests; `allowance` says when the next one has a chance."""

    code = "rate_limited"
    message = "Too many requests. Wait as many seconds as the Retry-After header says, then try again."

    def __init__(self, allowance: Allowance) -> None:
        super().__init__()
        self.allowance = allowance


class UnavailableError(EbookVoiceError):
    code = "unavailable"
    message = "A part of the service can't be reached right now. Try again in a minute."

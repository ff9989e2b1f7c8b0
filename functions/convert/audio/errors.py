"""What can go wrong on the audio side."""

from ebookvoice.domain.errors import EbookVoiceError


class EncodingError(EbookVoiceError):
    code = "encoding_failed"
    message = "The speech could not be encoded to the sample. Start the conversion again."


class TimingsUnreadableError(EbookVoiceError):
    code = "timings_unreadable"
    message = "The timings of a segment can't be read. Start the conversion again."


class RecordingUnreadableError(EbookVoiceError):
    code = "recording_unreadable"
    message = "The audio of a segment can't be read. Start the conversion again."


class BindingError(EbookVoiceError):
    """Segments and chapters that do not make one audiobook; nothing that another try on the same parts would mend."""

    code = "binding_failed"
    message = "The parts of the audiobook do not fit together. Start the conversion again."

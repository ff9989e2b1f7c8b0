"""SubRip: what nearly every player shows."""

import re
from collections.abc import Iterable, Iterator

from functions.convert.texts.captions.clock import clock
from functions.convert.texts.captions.cues import Cue

_MARKUP = re.compile(r"<(?=[a-z/!])|\{(?=\\)", re.IGNORECASE)
"""Players take `<i>` and `{\\an8}` for formatting and don't show it; the format has no escapes."""

_WORD_JOINER = "\u2060"


def srt(cues: Iterable[Cue]) -> Iterator[str]:
    """Write cues, numbered from 1; what would be taken for markup is parted by an invisible character."""
    for number, cue in enumerate(cues, 1):
        text = "\r\n".join(_MARKUP.sub(rf"\g<0>{_WORD_JOINER}", line) for line in cue.lines)
        yield f"{number}\r\n{clock(cue.start, ',')} --> {clock(cue.end, ',')}\r\n{text}\r\n\r\n"

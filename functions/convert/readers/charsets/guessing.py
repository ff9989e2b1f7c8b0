"""Bytes of before Unicode → their encoding, or nothing where there is doubt."""

import codecs
import re
from typing import NamedTuple

from functions.convert.readers.charsets.evidence import Evidence, weigh

_ENCODINGS = (
    "windows-1252 iso-8859-15 mac-roman cp850 cp437 "
    "windows-1250 iso-8859-2 mac-latin2 cp852 "
    "windows-1251 koi8-r koi8-u iso-8859-5 cp866 mac-cyrillic cp855 "
    "windows-1253 iso-8859-7 mac-greek cp737 "
    "windows-1254 mac-turkish cp857 windows-1257 iso-8859-4 cp775 windows-1258 "
    "mac-iceland mac-romanian mac-croatian cp861 cp863 cp865 "
    "windows-1255 cp862 windows-1256 iso-8859-6 cp720 cp874 "
    "cp932 euc-jp gb18030 big5hkscs cp949"
)
ENCODINGS = tuple(_ENCODINGS.split())
"""Those that books have been written in; the more frequent ones of a region first."""

_SAMPLE = 16_384
"""Bytes of lines with signs outside of ASCII; more of them tell no more."""

_LEAST = 0.2
"""Evidence.value of the poorest text; noise has less."""

_MIN_KNOWN = 0.02
"""Known words per letter, in a text that is not in the Latin script."""

_MAX_STRANGE = 0.05
"""Of the signs outside of ASCII: a text in two languages has some, a wrong encoding has more."""

_MARGIN = 0.04
"""By which the best must beat the second, in Evidence.value."""

_CLEARLY = 0.3
"""By which another encoding must beat the one that a text says it is in."""

_HANDFUL = 20
"""Signs that tell nothing apart: where the most frequent encoding reads as well as any, it is that one."""

_DOUBT = 3.0
"""The same for few signs: a single known word."""

_FEW = 0.004
"""Of all characters: what so few of them are, if nothing says otherwise, is settled by which encoding is frequent."""

_LINES = re.compile(rb"[^\r\n]+")
_SPACES = ("\n", " ", "\u3000", "。")


class _Candidate(NamedTuple):
    encoding: str
    text: str
    evidence: Evidence


def guess(content: bytes) -> str | None:
    """Tell the encoding of a text that is not ASCII, as Python names it; None if that isn't sure."""
    if b"\x00" in content:
        return _guess_wide(content)
    sample = _sample(content)
    candidates = _candidates(sample)
    if not candidates:
        return None
    best = max(candidates, key=lambda candidate: candidate.evidence.value)
    if not _is_sound(best):
        return None
    if best.encoding == ENCODINGS[0] and best.evidence.total <= _HANDFUL:
        return best.encoding
    margin = max(_MARGIN, _DOUBT / max(1, best.evidence.total))
    rivals = [each for each in candidates if each.evidence.value > best.evidence.value - margin]
    if _disputed(best, rivals) * len(sample) > _FEW * len(content):
        return None
    return best.encoding


def reads_well(content: bytes, encoding: str) -> bool:
    """Tell whether a text may be in the encoding that it says it is in: no other one reads clearly better."""
    sample = _sample(content)
    text = _decode(sample, encoding)
    if text is None:
        return False
    value = weigh(text).value
    return all(candidate.evidence.value < value + _CLEARLY for candidate in _candidates(sample))


def _is_sound(best: _Candidate) -> bool:
    """Tell whether the best reading of a sample is a good one; where few letters are Latin, it has to know words."""
    value, evidence = best.evidence.value, best.evidence
    if value < _LEAST or evidence.strange > max(1, _MAX_STRANGE * evidence.total):
        return False
    return evidence.total < max(_HANDFUL, len(best.text) / 2) or evidence.known >= _MIN_KNOWN * evidence.total


def _candidates(sample: bytes) -> list[_Candidate]:
    """Decode and weigh the sample; of encodings that spell it alike only the first one."""
    found: dict[str, _Candidate] = {}
    for encoding in ENCODINGS:
        text = _decode(sample, encoding)
        if text is not None and text not in found:
            found[text] = _Candidate(encoding, text, weigh(text))
    return list(found.values())


def _disputed(best: _Candidate, rivals: list[_Candidate]) -> float:
    """Tell which part of the sample's letters rivals read differently."""
    text = best.text
    return max(_differences(text, rival.text) for rival in rivals) / max(1, len(text))


def _differences(one: str, other: str) -> int:
    if len(one) != len(other):
        return len(one)
    return sum(a != b and (a.isalnum() or b.isalnum()) for a, b in zip(one, other, strict=True))


def _decode(sample: bytes, encoding: str) -> str | None:
    """Decode a sample that may end within a character; None if it can't be in that encoding."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return None


def _sample(content: bytes) -> bytes:
    """Take lines that are not ASCII from everywhere in a text."""
    lines = [line for line in _LINES.findall(content) if not line.isascii()]
    total = sum(map(len, lines))
    step = max(1, total // _SAMPLE)
    return b"\n".join(lines[::step])[: 2 * _SAMPLE]


def _guess_wide(content: bytes) -> str | None:
    """Tell UTF-16 without a mark by its spaces, which in the other order of bytes are signs that nobody uses."""
    counts: dict[str, int] = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _decode(content[: 4 * _SAMPLE], encoding)
        if text is not None and "\x00" not in text:
            counts[encoding] = sum(map(text.count, _SPACES))
    best = max(counts, key=counts.__getitem__, default=None)
    if (
        best is None
        or counts[best] <= 4 * min(counts.values()) * (len(counts) > 1)
        or counts[best] * 400 < len(content)
    ):
        return None
    return best

"""What typists put into a plain text that is not spoken: signs of emphasis, numbers of pages, places of pictures."""

import re

_EMPHASIS = tuple(
    re.compile(rf"(?<![^\W_])(?<!{sign}){sign}(?=[^\s{sign}])([^{sign}]{{1,400}}?)(?<=\S){sign}(?![^\W_]|{sign})")
    for sign in ("_", "=", r"\*", r"\+", "~")
)
_ITALICS = re.compile(r"(?<![\w/:.<])/(?=[^\W\d_])([^/\n]{1,200}?)(?<=[\w.,;!?])/(?![\w/])")
_LONE = re.compile(r"(?<!\w)_+(?=\w)|(?<=[\w.,;!?])_+(?!\w)")
"""An underscore that opens or closes what goes on in another paragraph."""

_PLACEHOLDER = re.compile(
    r"\[\s*(?:Illustrations?|Image|Picture|Blank Page|Decoration|Map|Music|Plate|Frontispiece)\s*\.?\s*\]",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"\[\s*_?(?:Illustration|Image|Picture|Plate)\s*_?\s*:\s*", re.IGNORECASE)
_BRACKET = re.compile(r"[\[\]]")
_LONGEST_CAPTION = 2_000

_PAGE = re.compile(r"[\[{](?:Pg|Page|p\.|S\.|Seite|Page No\.)[ .]*(?:\d{1,4}|[ivxlc]{1,7})[a-z]?[\]}]", re.IGNORECASE)
_BARE_PAGE = re.compile(r"\{(\d{1,4})\}")
_FEWEST_PAGES = 3

_LIGATURE = re.compile(r"\[(oe|OE|Oe|ae|AE|Ae)\]")


def without_marks(text: str) -> str:
    """Take the signs of emphasis out of a paragraph."""
    for emphasis in _EMPHASIS:
        text = emphasis.sub(r"\1", text)
    return _LONE.sub("", _ITALICS.sub(r"\1", text))


def without_placeholders(text: str) -> str:
    """Take the numbers of pages and the places of pictures out of a whole text, but keep captions."""
    text = _LIGATURE.sub(r"\1", _PLACEHOLDER.sub(" ", _PAGE.sub("", text)))
    pages = [int(number) for number in _BARE_PAGE.findall(text)]
    if len(pages) >= _FEWEST_PAGES and all(after > before for before, after in zip(pages, pages[1:], strict=False)):
        text = _BARE_PAGE.sub("", text)
    return _uncaption(text)


def _uncaption(text: str) -> str:
    """Take the brackets away from "[Illustration: A caption]", which may hold others."""
    matches = list(_CAPTION.finditer(text))
    limits = [match.start() for match in matches[1:]] + [len(text)]
    kept: list[str] = []
    end = 0
    for match, limit in zip(matches, limits, strict=False):
        close = _closing(text, match.end(), min(limit, match.end() + _LONGEST_CAPTION))
        if close is not None:
            kept += [text[end : match.start()], text[match.end() : close]]
            end = close + 1
    return "".join([*kept, text[end:]])


def _closing(text: str, start: int, limit: int) -> int | None:
    """Find the bracket that closes the one before `start`."""
    depth = 1
    for match in _BRACKET.finditer(text, start, limit):
        depth += 1 if match[0] == "[" else -1
        if depth == 0:
            return match.start()
    return None

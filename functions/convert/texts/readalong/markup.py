"""Text as XML holds it."""

import re
from xml.sax.saxutils import escape, quoteattr

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for (production 2)."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

_RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))


def text(content: str) -> str:
    """Escape character data; a character that XML can't hold becomes U+FFFD."""
    return escape(_ILLEGAL.sub("\ufffd", content))


def attribute(content: str) -> str:
    """Quote the value of an attribute."""
    return quoteattr(_ILLEGAL.sub("\ufffd", content))


def language_of(tag: str | None) -> str | None:
    """Pass a BCP 47 tag on if it is well-formed."""
    tag = (tag or "").replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def in_language(tag: str | None) -> str:
    """Write the attributes that say which language an element is in; none for no tag."""
    tag = language_of(tag)
    if tag is None:
        return ""
    return f' xml:lang="{tag}" lang="{tag}" dir="{"rtl" if right_to_left(tag) else "ltr"}"'


def right_to_left(tag: str | None) -> bool:
    """Tell whether a language is written from right to left."""
    return (tag or "").lower().partition("-")[0] in _RIGHT_TO_LEFT

"""What the markers of notes look like, and the ways back from notes."""

import re

from lxml import etree

from functions.convert.readers.markup.elements import BLOCKS, classes_of
from functions.convert.readers.markup.xml import local_name, text_of
from functions.convert.readers.wording.typography import fold, speakable

_MARKER = re.compile(
    r"[\[({]?\s*(?:\d{1,4}(?::\d{1,3})?|[*†‡§¶#‖※∗⁂⁑]{1,4}|[a-z]|[ivxlc]{1,7}|(?:foot|end)?(?:note|fn|n)\.?\s*\d{1,4})"
    r"\s*[.:,]?\s*[\])}]?",
    re.IGNORECASE,
)
NOTE_ID = re.compile(
    r"(?:^|[^a-z])(?:foot|end|rear)?(?:note|n|fn|ftn|edn|en)(?:s|ref)?[-_.:]?\d|footnote|endnote", re.IGNORECASE
)
"""Ids that notes have, and the places that mark them."""

_SUPERSCRIPT = re.compile(r"vertical-align\s*:\s*(?:super|top)", re.IGNORECASE)
_RAISED = "noteref footnoteref footnote-ref footnote-reference fnref endnoteref sup super superscript"
_RAISED_CLASSES = frozenset(_RAISED.split())

_PAIRS = {"[": "]", "(": ")", "{": "}"}
_SIGNS = frozenset("[({*†‡§¶")

_ARROWS = frozenset("↩↪↵⏎↑←⬆⬅▲△⇧⇑↰↲⤴⤶^\ufe0e\ufe0f")

_RETURNS = frozenset(
    {
        *("back", "go back", "return", "back to text", "return to text", "jump up", "jump back", "top", "up"),
        *("zurück", "zurück zum text", "retour", "retour au texte", "volver", "volver al texto", "torna al testo"),
        *("terug", "назад", "вернуться", "voltar", "wróć", "返回", "戻る"),
    }
)


def is_marker_text(text: str) -> bool:
    """Tell whether a text is but a number, a sign or a letter, bracketed or not."""
    text = text.strip()
    return not text or bool(_MARKER.fullmatch(text))


def is_return_text(text: str) -> bool:
    """Tell whether the text of a link back says nothing of its own: a number, an arrow, "back"."""
    return is_marker_text(text) or not speakable(text) or fold(text) in _RETURNS


def is_arrow(text: str) -> bool:
    """Tell whether a text is but an arrow, which is never read."""
    signs = text.strip()
    return 0 < len(signs) <= 3 and all(sign in _ARROWS for sign in signs)


def is_raised(link: etree._Element) -> bool:
    """Tell whether a link looks like the marker of a note."""
    around = [link, *_inline_around(link), *link.iterdescendants()]
    return _is_set_off(link) or any(
        local_name(element) == "sup"
        or _SUPERSCRIPT.search(element.get("style") or "")
        or classes_of(element) & _RAISED_CLASSES
        for element in around
    )


def _is_set_off(link: etree._Element) -> bool:
    """Tell whether a link is a sign or in brackets, which may stand around it."""
    if text_of(link).lstrip()[:1] in _SIGNS:
        return True
    before, parent = link.getprevious(), link.getparent()
    text = before.tail if before is not None else parent.text if parent is not None else None
    closing = _PAIRS.get((text or "")[-1:])
    return closing is not None and (link.tail or "")[:1] == closing


def _inline_around(link: etree._Element) -> list[etree._Element]:
    found: list[etree._Element] = []
    parent = link.getparent()
    while parent is not None and local_name(parent) not in BLOCKS:
        found.append(parent)
        parent = parent.getparent()
    return found

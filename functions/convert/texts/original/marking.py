"""Sentences of a block in elements of their own, so that an overlay can name them."""

import unicodedata
from collections.abc import Iterator, Sequence

from lxml import etree

from functions.convert.texts.original.blocks import texts
from functions.convert.texts.original.letters import letters

_XHTML = "http://www.w3.org/1999/xhtml"

Content = str | etree._Element
"""A text, or an element without the text behind it."""


def mark_sentences(block: etree._Element, starts: Sequence[int], quiet: bool, name: str) -> list[tuple[str, int]]:
    """Give each sentence an id; return ids, and which sentence each begins with.

    `starts` are the numbers of the sentences' first letters, from 0 on. Sentences that a part of is emphasised along
    with the one before stay one. New ids begin with `name`.
    """
    holder = _innermost(block, quiet)
    parts = list(_parted(holder, starts, quiet))
    if len(parts) == 1:
        holder.set("id", holder.get("id") or name)
        return [(holder.get("id", name), 0)]
    holder.text = None
    for child in list(holder):
        holder.remove(child)
    marked = []
    for number, (sentence, contents) in enumerate(parts):
        span = etree.SubElement(holder, f"{{{_XHTML}}}span", id=f"{name}-{number}")
        _fill(span, contents)
        marked.append((f"{name}-{number}", sentence))
    return marked


def _innermost(element: etree._Element, quiet: bool) -> etree._Element:
    """Go down to the element that has more than one part with letters: many books wrap whole paragraphs."""
    inner = [part for part in _contents(element) if _letters_of(part, quiet)]
    while len(inner) == 1 and not isinstance(inner[0], str):
        element = inner[0]
        inner = [part for part in _contents(element) if _letters_of(part, quiet)]
    return element


def _contents(element: etree._Element) -> Iterator[Content]:
    if element.text:
        yield element.text
    for child in element:
        yield child
        if child.tail:
            yield child.tail


def _letters_of(content: Content, quiet: bool) -> int:
    return len(letters(content if isinstance(content, str) else "".join(texts(content, quiet=quiet))))


def _parted(holder: etree._Element, starts: Sequence[int], quiet: bool) -> Iterator[tuple[int, list[Content]]]:
    """Divide an element's content before the sentences that begin in its own text, or with an element in it."""
    first, contents, passed, sentence = 0, list[Content](), 0, 1
    for content in _contents(holder):
        count, begun = _letters_of(content, quiet), 0
        places = _letter_places(content) if isinstance(content, str) else []
        while sentence < len(starts) and starts[sentence] < passed + count:
            number = starts[sentence] - passed
            if starts[sentence] > starts[sentence - 1] and (places or number == 0):
                cut = _opening(content, places[number]) if isinstance(content, str) else 0
                before = [content[begun:cut]] if isinstance(content, str) else []
                yield first, [*contents, *before]
                first, contents, begun = sentence, [], cut
            sentence += 1
        contents.append(content[begun:] if isinstance(content, str) else content)
        passed += count
    yield first, contents


def _letter_places(text: str) -> list[int]:
    return [place for place, character in enumerate(text) if character.isalnum()]


def _opening(text: str, place: int) -> int:
    """Go back from a letter to the brackets and quotation marks that open before it."""
    while place and (unicodedata.category(text[place - 1]) in ("Ps", "Pi") or _opens(text, place - 1)):
        place -= 1
    return place


def _opens(text: str, place: int) -> bool:
    return text[place] in "\"'¿¡" and (place == 0 or text[place - 1].isspace())


def _fill(span: etree._Element, contents: Sequence[Content]) -> None:
    last: etree._Element | None = None
    for content in contents:
        if not isinstance(content, str):
            content.tail = None
            span.append(content)
            last = content
        elif last is None:
            span.text = (span.text or "") + content
        else:
            last.tail = (last.tail or "") + content

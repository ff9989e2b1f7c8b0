"""Sentences of a block in elements of their own, so that an overlay can name them."""

import unicodedata
from collections.abc import Iterator, Sequence

from lxml import etree

from functions.convert.texts.original.blocks import letters, texts

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
    """Divide an element's content before the sentences that begin in its own text."""
    first, contents, passed, sentence = 0, list[Content](), 0, 1
    for content in _contents(holder):
        count = _letters_of(content, quiet)
        begun = 0
        while sentence < len(starts) and starts[sentence] < passed + count:
            if isinstance(content, str) and (contents or starts[sentence] > passed or passed):
                cut = _place(content, starts[sentence] - passed)
                yield first, [*contents, content[begun:cut]]
                first, contents, begun = sentence, [], cut
            sentence += 1
        contents.append(content[begun:] if isinstance(content, str) else content)
        passed += count
    yield first, contents


def _place(text: str, number: int) -> int:
    """Find where the word with the letter of that number begins, with the brackets and quotation marks before it."""
    place = -1
    for _ in range(number + 1):
        place = next(index for index in range(place + 1, len(text)) if text[index].isalnum())
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

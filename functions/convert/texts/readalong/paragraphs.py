"""Paragraphs of every kind as XHTML."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from ebookvoice.domain.book import Paragraph, ParagraphKind
from functions.convert.texts.readalong.markup import in_language, text
from functions.convert.texts.sentences import Sentence


class Passage(NamedTuple):
    """A paragraph and what is heard of it; `number` counts from 0 within the chapter."""

    number: int
    paragraph: Paragraph
    sentences: list[Sentence]


class _Form(NamedTuple):
    """How paragraphs of one kind are written: as which element, between what `before` and `behind` a run of them."""

    element: str
    before: str = ""
    behind: str = ""
    style: str = ""


_FORMS = {
    ParagraphKind.HEADING: _Form("h2"),
    ParagraphKind.TEXT: _Form("p"),
    ParagraphKind.QUOTE: _Form("p", "<blockquote>\n", "</blockquote>\n"),
    ParagraphKind.VERSE: _Form("p", '<div class="verse">\n', "</div>\n"),
    ParagraphKind.LIST_ITEM: _Form("li", "<ul>\n", "</ul>\n"),
    ParagraphKind.TABLE_ROW: _Form("p", '<div class="table">\n', "</div>\n"),
    ParagraphKind.PREFORMATTED: _Form("p", '<div class="preformatted">\n', "</div>\n"),
    ParagraphKind.NOTE: _Form("p", '<aside class="note">\n', "</aside>\n"),
}

_TITLE = _Form("h1")

_BREAK = _Form("p", style="break")
"""What nothing is heard of, such as “* * *”."""


def sentence_id(number: int, index: int) -> str:
    """Name the sentence of that index in the paragraph of that number."""
    return f"p{number}s{index}"


def paragraph_id(number: int) -> str:
    return f"p{number}"


def body_of(passages: Iterable[Passage]) -> Iterator[str]:
    """Write the paragraphs of a chapter, a line each; the first heading is the chapter's, others are below it."""
    for form, run in groupby(_formed(passages), itemgetter(0)):
        yield form.before
        yield from (_paragraph(form, passage) for _, passage in run)
        yield form.behind


def _formed(passages: Iterable[Passage]) -> Iterator[tuple[_Form, Passage]]:
    headed = False
    for passage in passages:
        form = _FORMS[passage.paragraph.kind] if passage.sentences else _BREAK
        if passage.sentences and passage.paragraph.kind is ParagraphKind.HEADING and not headed:
            form, headed = _TITLE, True
        yield form, passage


def _paragraph(form: _Form, passage: Passage) -> str:
    number, paragraph, spoken = passage
    spans = "".join(
        f'<span id="{sentence_id(number, index)}">{text(sentence.text)}</span>' for index, sentence in enumerate(spoken)
    )
    style = f' class="{form.style}"' if form.style else ""
    opening = f'<{form.element} id="{paragraph_id(number)}"{style}{in_language(paragraph.language)}>'
    return f"{opening}{spans or text(paragraph.text)}</{form.element}>\n"

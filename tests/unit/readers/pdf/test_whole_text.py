"""Every word comes back, in order, in the paragraphs that it was written in, and nothing of the page's furniture."""

import random

import pytest

from tests.unit.readers.pdf.conftest import Printed
from tests.unit.readers.pdf.prose import paragraphs, sentences
from tests.unit.readers.pdf.typesetting import Design, Paragraph, heading

DESIGNS = {
    "a novel": Design(header=lambda page: "THE LONG TITLE" if page % 2 else "Ada Anders", footer=str, hyphenate=0.4),
    "ragged lines": Design(footer=lambda page: f"- {page} -", justify=False),
    "numbers in the header": Design(
        header=lambda page: f"{page}   THE LONG TITLE" if page % 2 else f"Ada Anders   {page}"
    ),
    "two columns": Design(width=560, columns=2, header=lambda _: "The Long Title", footer=str, hyphenate=0.3),
    "three columns": Design(width=760, columns=3, footer=str, justify=False, hyphenate=0.3),
    "two ragged columns": Design(width=560, columns=2, footer=lambda page: f"Page {page} of 9", justify=False),
    "a page on its side": Design(header=lambda _: "The Long Title", footer=str, hyphenate=0.2, sideways=True),
}


@pytest.mark.parametrize("name", DESIGNS)
@pytest.mark.parametrize("seed", [1, 2])
def test_every_word_in_every_paragraph(printed: Printed, name: str, seed: int) -> None:
    chapters = [paragraphs(seed * 10 + number, 14) for number in range(3)]
    written = [
        paragraph
        for number, texts in enumerate(chapters, start=1)
        for paragraph in (heading(f"Chapter {number}"), *map(Paragraph, texts))
    ]

    book = printed(written, DESIGNS[name])

    assert [chapter.title for chapter in book.chapters] == ["Chapter 1", "Chapter 2", "Chapter 3"]
    assert [[paragraph.text for paragraph in chapter.paragraphs[1:]] for chapter in book.chapters] == chapters
    assert book.skipped == ()


@pytest.mark.parametrize("indent", [0.0, 12.0])
def test_paragraphs_that_space_parts(printed: Printed, indent: float) -> None:
    texts = paragraphs(7, 30)

    book = printed([Paragraph(text, indent=indent, before=8) for text in texts], Design(footer=str, hyphenate=0.2))

    spoken = [paragraph.text for chapter in book.chapters for paragraph in chapter.paragraphs]
    assert " ".join(spoken) == " ".join(texts)
    assert len(set(spoken) & set(texts)) >= 0.9 * len(texts)


def test_footnotes_never_cut_a_sentence(printed: Printed) -> None:
    source, texts = random.Random(3), paragraphs(5, 40)
    written, notes = [], []
    for number, text in enumerate(texts, start=1):
        words = text.split()
        place = source.randrange(len(words))
        note = " ".join(sentences(900 + number, 2))
        words[place] += f"^{number}"
        notes.append(note)
        written.append(Paragraph(" ".join(words), notes={str(number): note}))

    book = printed(written, Design(footer=str, hyphenate=0.3))

    found = [paragraph for chapter in book.chapters for paragraph in chapter.paragraphs]
    assert [paragraph.text for paragraph in found] == texts
    marked = [book.notes[mark.key].paragraphs[0].text for paragraph in found for mark in paragraph.notes]
    assert marked == notes

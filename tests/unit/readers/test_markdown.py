"""Markdown: what is written is spoken, what it is marked with isn't."""

from contextlib import suppress

import pytest

from ebookvoice.domain.book import Book, ParagraphKind
from ebookvoice.domain.errors import BookRefusedError, NoTextError
from functions.convert.readers.markdown import read_markdown
from tests.unit.readers.epubs import spoken, texts

TEXT = """\
---
title: "The Hard: Text"   # unwanted-comment
author:
  - name: Ada Anders
    email: unwanted@example.org
  - Bob
lang: en
date: 2026-01-02
keywords: [unwanted-keyword, 'another']
abstract: |
  About it,
  in two lines.
---

[TOC]

- [The Discovery](#one)
- [The Cover-Up](#two)
- [Notes from Home](#three)

## The Discovery {#one .unwanted-class}

wanted-*emphasis* **wanted-strong** with_under_scores `wanted-code` ~~wanted-struck~~ H~2~O x^2^ 2 * 3[^1].
It ended in 1945\\
wanted-after-break\x20\x20
wanted-soft <!-- unwanted-comment --> ![unwanted-alt](unwanted.png "unwanted-title") ==wanted-marked==
[wanted-link](http://unwanted.example "unwanted-tip") and [wanted-reference][ref] <b>wanted-html</b>
^[unwanted-inline-note]
<span hidden>unwanted-hidden</span> \\*wanted-escaped\\* &amp; wanted-entity

[ref]: http://unwanted.example/reference "unwanted-definition"

[^1]: unwanted-note
    unwanted-note-goes-on

[^nobody]: unwanted-orphan

The Cover-Up {#two}
===

::: {.unwanted-box}
wanted-box
:::

> wanted-quote

| wanted-head | b |
|-------------|---|
| wanted-cell | 2 |

    wanted-indented code

```python
wanted-fenced = "code"
```

- [x] wanted-task
1. wanted-item

Wanted-term
: wanted-definition

---

\\newpage

### A Section ###

<div>

wanted-in-html *emphasis*

</div>

## Notes from Home {: #three}

wanted-last
"""

WANTED = [
    *("wanted-emphasis wanted-strong with_under_scores wanted-code wanted-struck H2O x2 2 * 3. It ended in 1945",),
    *("wanted-after-break", "wanted-soft", "wanted-marked", "wanted-link", "wanted-reference", "wanted-html"),
    *("*wanted-escaped* & wanted-entity", "wanted-box", "wanted-quote", "wanted-head, b", "wanted-cell, 2"),
    *("wanted-indented code", 'wanted-fenced = "code"', "wanted-task", "wanted-item", "Wanted-term"),
    *("wanted-definition", "A Section", "wanted-in-html emphasis", "wanted-last"),
]


def read(text: str) -> Book:
    return read_markdown(text.encode(), "My_Text.md")


def titles(book: Book) -> list[str]:
    return [chapter.title for chapter in book.chapters]


def body(text: str) -> list[str]:
    return [paragraph for chapter in read(text).chapters for paragraph in texts(chapter)]


def test_everything_wanted_is_kept_in_order() -> None:
    text = spoken(read(TEXT))
    places = [text.find(word) for word in WANTED]

    assert [word for word, place in zip(WANTED, places, strict=True) if place < 0] == []
    assert places == sorted(places)


def test_nothing_unwanted_is_spoken() -> None:
    assert "unwanted" not in spoken(read(TEXT))
    assert not {"[TOC]", "newpage", ":::", "{"} & set(spoken(read(TEXT)).split())


def test_titles_are_those_of_the_headings() -> None:
    assert titles(read(TEXT)) == ["The Discovery", "The Cover-Up", "Notes from Home"]


def test_front_matter_tells_about_the_book() -> None:
    book = read(TEXT)

    assert (book.title, book.authors, book.language) == ("The Hard: Text", ("Ada Anders", "Bob"), "en")
    assert (book.published, book.description) == ("2026-01-02", "About it, in two lines.")


FRONT_MATTER = {
    "toml": '+++\ntitle = "A Tale"\nauthors = ["Jane Doe"]\n+++\n',
    "pandoc": "% A Tale\n% Jane Doe\n% 2026\n\n",
    "plain": "---\ntitle: A Tale\nauthor: Jane Doe\n...\n",
    "quoted": "---\r\ntitle: 'A Tale'\r\nauthor: [\"Jane Doe\"]\r\n---\r\n",
    "a heading": "---\nauthor: Jane Doe\n---\n# A Tale\n\n## One\n\nx\n\n## Two\n\n",
}


@pytest.mark.parametrize("matter", FRONT_MATTER.values(), ids=FRONT_MATTER)
def test_front_matter_is_read_in_all_its_forms(matter: str) -> None:
    book = read(f"{matter}\nText.\n")

    assert (book.title, book.authors) == ("A Tale", ("Jane Doe",))
    assert spoken(book).endswith("Text.")


def test_a_rule_is_no_front_matter() -> None:
    assert body("---\n\nOne: two\n\n---\n\nThree.\n") == ["One: two", "Three."]


def test_a_note_that_nothing_marks_can_still_be_chosen() -> None:
    assert "unwanted-orphan" in [text for part in read(TEXT).skipped for text in texts(part)]


def test_kinds_are_kept() -> None:
    kinds = {paragraph.text: paragraph.kind for chapter in read(TEXT).chapters for paragraph in chapter.paragraphs}

    assert kinds["wanted-quote"] is ParagraphKind.QUOTE
    assert kinds["wanted-item"] is ParagraphKind.LIST_ITEM
    assert kinds["wanted-cell, 2"] is ParagraphKind.TABLE_ROW
    assert kinds["wanted-indented code"] is ParagraphKind.PREFORMATTED
    assert kinds["A Section"] is ParagraphKind.HEADING


TEXTS = {
    "snake_case and 5 * 3 * 2": ["snake_case and 5 * 3 * 2"],
    "# One\ntext": ["One", "text"],
    "#no heading": ["#no heading"],
    "an unknown[^9] note": ["an unknown[^9] note"],
    "a {curly} text": ["a {curly} text"],
    "## Set {1, 2}\n\nx": ["Set {1, 2}", "x"],
    "line one  \nline two": ["line one line two"],
    "1 < 2 > 0 & so": ["1 < 2 > 0 & so"],
    "a == b == c": ["a == b == c"],
    "Mr. ~x\\~ 5 ~ 6": ["Mr. ~x~ 5 ~ 6"],
    "> one\n>\n> > two": ["one", "two"],
    "[link]() and <https://example.org>": ["link and example.org"],
    "\ufeffmark": ["mark"],
    "- [ ] one\n- [X] *two*\n- [x]three": ["one", "two", "[x]three"],
    "a [ ] b": ["a [ ] b"],
    "## A {#b c}\n\nx": ["A {#b c}", "x"],
    '## A { #b .c data-x="d e" - }\n\nx': ["A", "x"],
}


@pytest.mark.parametrize(("text", "paragraphs"), TEXTS.items())
def test_what_is_no_markup_is_text(text: str, paragraphs: list[str]) -> None:
    assert body(text) == paragraphs


def test_every_chapter_begins_at_a_heading_of_the_highest_level() -> None:
    book = read("# Part One\n\n## Chapter 1\n\nx\n\n## Chapter 2\n\ny\n\n# Part Two\n\n## Chapter 3\n\nz\n")

    assert titles(book)[0].startswith(("Part One", "Chapter 1"))
    assert spoken(book).split("\n") == ["Part One", "Chapter 1", "x", "Chapter 2", "y", "Part Two", "Chapter 3", "z"]


@pytest.mark.parametrize("text", ["", "<!-- nothing -->", "![](a.png)\n"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(NoTextError):
        read(text)


HOSTILE = {
    "quotes": ">" * 20_000 + "x",
    "lists": "".join("  " * depth + "- x\n" for depth in range(400)),
    "brackets": "[" * 200_000 + "x",
    "pictures": "![" * 100_000,
    "nested links": "[" * 30_000 + "a" + "](b)" * 30_000,
    "references": "[a]: b\n\n" + "[a] " * 250_000,
    "attributes": f"# a {{{'.a' * 20_000}",
    "spaced attributes": f"# a {{{' ' * 20_000}b",
    "values": f"# a {{{'a=' * 20_000}",
    "tasks": "- [ ] a\n" * 12_000,
    "stars": "*a **b " * 20_000,
    "backticks": "".join("`" * n + " x " for n in range(1, 300)),
    "notes": "[^a]: [^a]\n" * 5_000,
    "front matter": "---\n" + "a: [" * 50_000,
    "comments": "<!-- " * 20_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.timeout(8)
def test_hostile_texts_are_read_or_refused_in_time(text: str) -> None:
    with suppress(BookRefusedError):
        assert read(text).characters

"""Titles decide nothing by a part of them: a chapter may be called almost anything."""

from pathlib import Path

import pytest

from tests.unit.readers.epubs import links, page, read_pages

ORDINARY = [
    *("The Discovery", "The Notebook", "Undercover", "Recovery", "Notes from Underground", "A Note on the Door"),
    *("Indexed", "Index of Refraction", "The Copyright Thief", "Contents Under Pressure", "Contents of the Box"),
    *("The Cover-Up", "Success", "Cogs in the Great Machine", "The Publisher", "Permission to Land", "Newsletter"),
    *("The Title Fight", "Half a Title", "Footnotes to a Life", "The Endnote", "Bibliography of Crime"),
    *("Imprint of a Hand", "The Colophon Affair", "Table Manners", "List of Wrongs", "Introduction", "Preface"),
    *("Epilogue", "Dedication", "Acknowledgments", "About the Author", "Appendix", "Glossary", "Landmarks of Rome"),
]


@pytest.mark.parametrize("title", ORDINARY)
def test_a_chapter_of_an_ordinary_title_is_narrated(tmp_path: Path, title: str) -> None:
    pages = {"a.xhtml": page(f"<h1>{title}</h1><p>Once.</p>"), "b.xhtml": page("<h1>Then</h1><p>Twice.</p>")}
    book = read_pages(tmp_path, pages, links({"a.xhtml": title, "b.xhtml": "Then"}))

    assert [chapter.title for chapter in book.chapters] == [title, "Then"]
    assert book.skipped == ()


@pytest.mark.parametrize("words", ["publisher index copyright permission newsletter", "All rights reserved. ISBN 1"])
def test_words_in_the_text_decide_nothing(tmp_path: Path, words: str) -> None:
    book = read_pages(tmp_path, {"a.xhtml": page(f"<h1>One</h1><p>{words}</p>")}, links({"a.xhtml": "One"}))

    assert book.skipped == ()


@pytest.mark.parametrize("title", ["Copyright", "CONTENTS", "Impressum", "Table des matières", "Title Page", "目次"])
def test_a_short_page_without_semantics_is_left_out_by_its_whole_title(tmp_path: Path, title: str) -> None:
    pages = {"a.xhtml": page(f"<h1>{title}</h1><p>Small print.</p>"), "b.xhtml": page("<h1>One</h1><p>Text.</p>")}
    book = read_pages(tmp_path, pages, links({"a.xhtml": title, "b.xhtml": "One"}))

    assert [chapter.title for chapter in book.chapters] == ["One"]
    assert [skipped.title for skipped in book.skipped] == [title]


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Notes</h1><p>" + "A long story. " * 400 + "</p>",
        '<section epub:type="chapter"><h1>Notes</h1><p>Short.</p></section>',
    ],
    ids=["long", "marked as a chapter"],
)
def test_a_title_does_not_decide_against_length_or_markup(tmp_path: Path, body: str) -> None:
    book = read_pages(tmp_path, {"a.xhtml": page(body)}, links({"a.xhtml": "Notes"}))

    assert [chapter.title for chapter in book.chapters] == ["Notes"]

"""Titles decide nothing by a part of them: a chapter may be called almost anything."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.readers.epubs import links, nav, ncx, package, page, read, read_pages, texts, write_epub

Contents = Callable[[str], dict[str, str]]

ORDINARY = [
    *("The Discovery", "The Notebook", "Undercover", "Recovery", "Notes from Underground", "A Note on the Door"),
    *("Indexed", "Index of Refraction", "The Copyright Thief", "Contents Under Pressure", "Contents of the Box"),
    *("The Cover-Up", "Success", "Cogs in the Great Machine", "The Publisher", "Permission to Land", "Newsletter"),
    *("The Title Fight", "Half a Title", "Footnotes to a Life", "The Endnote", "Bibliography of Crime"),
    *("Imprint of a Hand", "The Colophon Affair", "Table Manners", "List of Wrongs", "Introduction", "Preface"),
    *("Epilogue", "Dedication", "Acknowledgments", "About the Author", "Appendix", "Glossary", "Landmarks of Rome"),
    *(
        "The Uncovered Wagon",
        "Coverture",
        "Discovering America",
        "Cover Me",
        "The Contents of His Pockets",
        "Malcontents",
    ),
    *(
        "A Table of Contentions",
        "The Index Finger",
        "Half-Titled",
        "Copyrighted Lives",
        "Rights Reserved",
        "The Imprint",
    ),
    *("The Last Page", "The Legal Notice on the Tree", "Illustrations of Madness", "Registered", "A Colophon of Stars"),
    *("The Bibliographer", "Works Cited by the Dead", "Page List of Sins", "Noted", "The Landmark", "Nota Bene"),
    *("Prologue", "Foreword", "Afterword", "Interlude", "Conclusion", "Postscript", "The Advertisement", "Permissions"),
]


def by_nav(title: str) -> dict[str, str]:
    return {"nav.xhtml": nav(links({"a.xhtml": title, "b.xhtml": "Then"}))}


def by_ncx(title: str) -> dict[str, str]:
    points = "".join(
        f'<navPoint><navLabel><text>{label}</text></navLabel><content src="{href}"/></navPoint>'
        for href, label in {"a.xhtml": title, "b.xhtml": "Then"}.items()
    )
    return {"toc.ncx": ncx(points)}


def by_headings(title: str) -> dict[str, str]:
    return {}


def test_there_are_enough_titles() -> None:
    assert len(set(ORDINARY)) >= 50


@pytest.mark.parametrize("contents", [by_nav, by_ncx, by_headings])
@pytest.mark.parametrize("title", ORDINARY)
def test_a_chapter_of_an_ordinary_title_is_narrated(tmp_path: Path, title: str, contents: Contents) -> None:
    pages = {"a.xhtml": page(f"<h1>{title}</h1><p>Once.</p>"), "b.xhtml": page("<h1>Then</h1><p>Twice.</p>")}
    files: dict[str, str | bytes] = {**pages, **contents(title)}
    book = read(write_epub(tmp_path / "book.epub", files, package(files, list(pages))))

    assert [(chapter.title, texts(chapter)[-1]) for chapter in book.chapters] == [(title, "Once."), ("Then", "Twice.")]
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

"""How passages are pronounced: by the book's markup, and by the lexicons that it brings along."""

from pathlib import Path

import pytest

from ebookvoice.domain.book import Book, Paragraph
from tests.unit.readers.epubs import package, page, read, write_epub

PLS = "http://www.w3.org/2005/01/pronunciation-lexicon"
SSML = 'xmlns:ssml="http://www.w3.org/2001/10/synthesis"'


def lexicon(lexemes: str, attributes: str = 'alphabet="ipa" xml:lang="en"') -> str:
    """Make a lexicon around lexemes."""
    return f'<lexicon version="1.0" xmlns="{PLS}" {attributes}>{lexemes}</lexicon>'


def lexeme(*graphemes: str, phoneme: str = "", alias: str = "") -> str:
    said = f"<phoneme>{phoneme}</phoneme>" if phoneme else f"<alias>{alias}</alias>"
    return "<lexeme>" + "".join(f"<grapheme>{grapheme}</grapheme>" for grapheme in graphemes) + said + "</lexeme>"


def read_with(folder: Path, body: str, lexicons: dict[str, str], head: str = "", attributes: str = "") -> Book:
    files: dict[str, str | bytes] = {
        "a.xhtml": page(body, f"{SSML} {attributes}", f"<title>T</title>{head}"),
        **lexicons,
    }
    return read(write_epub(folder / "book.epub", files, package(files, ["a.xhtml"])))


def said(paragraph: Paragraph) -> list[tuple[str, str, str | None]]:
    """List what is pronounced, how, and in which alphabet."""
    return [(paragraph.text[s.start : s.end], s.spoken, s.alphabet) for s in paragraph.sayings]


MARKUP = {
    "a word": ('A <span ssml:ph="təˈmeɪtoʊ">tomato</span>.', [("tomato", "təˈmeɪtoʊ", "ipa")]),
    "an alphabet": (
        '<i ssml:alphabet="x-sampa"><b ssml:ph="b{s">bass</b> clef</i> <b ssml:ph="beɪs">bass</b>',
        [("bass", "b{s", "x-sampa"), ("bass", "beɪs", "ipa")],
    ),
    "white space around": ("one \n<i ssml:ph='tu'> two\u00a0 </i>\n three", [("two", "tu", "ipa")]),
    "a soft hyphen and a ligature before": (
        "of\u00adfice \ufb01ne <i ssml:ph='x'>o\ufb03ce</i>", [("office", "x", "ipa")],
    ),
    "behind the marker of a note": (
        'one<a epub:type="noteref" href="#n">1</a> <i ssml:ph="tu">two</i>.', [("two", "tu", "ipa")],
    ),
    "one within another": ('<i ssml:ph="x">a <b ssml:ph="y">b</b></i> c', [("a b", "x", "ipa")]),
    "nothing": ('<i ssml:ph="x"></i>a <i ssml:ph="">b</i>', []),
    "behind a break": ('one<br/><br/>two <i ssml:ph="θɹi">three</i>', [("three", "θɹi", "ipa")]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "sayings"), MARKUP.values(), ids=MARKUP)
def test_markup_says_how_characters_are_pronounced(
    tmp_path: Path, body: str, sayings: list[tuple[str, str, str]]
) -> None:
    (chapter,) = read_with(tmp_path, f"<p>{body}</p>", {}).chapters

    assert said(chapter.paragraphs[-1]) == sayings
    assert all(c < "\ufdd0" or c > "\ufdef" for p in chapter.paragraphs for c in p.text)


def test_a_whole_paragraph_or_heading_may_be_pronounced(tmp_path: Path) -> None:
    book = read_with(tmp_path, '<h1 ssml:ph="x">Chapter IV</h1><p ssml:ph="y" ssml:alphabet="x-sampa">Text.</p>', {})

    assert [said(paragraph) for paragraph in book.chapters[0].paragraphs] == [
        [("Chapter 4", "x", "ipa")],
        [("Text.", "y", "x-sampa")],
    ]
    assert book.chapters[0].title == "Chapter IV"


WORDS = {
    "a whole word": ("acme", "acme acmes Acme pacme, acme!", ["acme", "acme"]),
    "a phrase": ("New York", "New York, New Yorker, Old New York", ["New York", "New York"]),
    "with signs": ("C++", "C, C++ and C", ["C++"]),
    "before a genitive": ("Siobhan", "Siobhan’s hat", ["Siobhan"]),
    "not in a longer word": ("e", "e-mail, l'e, e", ["e"]),
    "in Chinese": ("長安", "他在長安城。", ["長安"]),
    "an accent written otherwise": ("cafe\u0301", "café", ["café"]),
}


@pytest.mark.parametrize(("word", "text", "found"), WORDS.values(), ids=WORDS)
def test_a_lexicon_knows_whole_words_written_alike(tmp_path: Path, word: str, text: str, found: list[str]) -> None:
    book = read_with(tmp_path, f"<p>{text}</p>", {"en.pls": lexicon(lexeme(word, phoneme="x"))})

    assert said(book.chapters[0].paragraphs[0]) == [(each, "x", "ipa") for each in found]


def test_lexemes_may_have_several_spellings_and_aliases(tmp_path: Path) -> None:
    lexemes = lexeme("W3C", "W3", alias="World Wide Web") + lexeme("W3C", phoneme="never") + lexeme("bare")
    book = read_with(tmp_path, "<p>W3C or W3, bare</p>", {"en.pls": lexicon(lexemes)})

    assert said(book.chapters[0].paragraphs[0]) == [("W3C", "World Wide Web", None), ("W3", "World Wide Web", None)]


def test_the_preferred_pronunciation_and_its_own_alphabet_hold(tmp_path: Path) -> None:
    preferred = '<phoneme prefer="true" alphabet="X-SAMPA">y</phoneme>'
    lexemes = f"<lexeme><grapheme>a</grapheme><phoneme>x</phoneme>{preferred}</lexeme>"
    book = read_with(tmp_path, "<p>a b</p>", {"en.pls": lexicon(lexemes)})

    assert said(book.chapters[0].paragraphs[0]) == [("a", "y", "x-sampa")]


def test_markup_goes_before_a_lexicon_and_the_longest_word_first(tmp_path: Path) -> None:
    lexemes = lexeme("lead", phoneme="lɛd") + lexeme("lead singer", phoneme="long")
    book = read_with(tmp_path, '<p>lead <b ssml:ph="liːd">lead</b> lead singer</p>', {"en.pls": lexicon(lexemes)})

    assert [spoken for _, spoken, _ in said(book.chapters[0].paragraphs[0])] == ["lɛd", "liːd", "long"]


LANGUAGES = {
    "en": ["x", None, None], "en-US": ["x", None, None], "fr": [None, "x", "x"], "fr-CA": [None, None, "x"],
    "fr-BE": [None, "x", None], "f": [None, None, None],
}  # fmt: skip


@pytest.mark.parametrize(("language", "expected"), LANGUAGES.items())
def test_a_lexicon_is_for_passages_in_its_language(tmp_path: Path, language: str, expected: list[str | None]) -> None:
    body = '<p>pain</p><p xml:lang="fr-BE">pain</p><p xml:lang="fr-CA">pain</p>'
    pls = lexicon(lexeme("pain", phoneme="x"), f'xml:lang="{language}"')
    paragraphs = read_with(tmp_path, body, {"x.pls": pls}).chapters[0].paragraphs

    assert [next((s.spoken for s in p.sayings), None) for p in paragraphs] == expected


def test_a_lexicon_that_is_linked_is_for_the_documents_that_link_it(tmp_path: Path) -> None:
    link = '<link rel="pronunciation" type="application/pls+xml" href="{}"/>'.format
    files: dict[str, str | bytes] = {
        "a.xhtml": page("<p>word other</p>", head="<title>A</title>" + link("one.pls")),
        "b.xhtml": page("<p>word other</p>"),
        "one.pls": lexicon(lexeme("word", phoneme="one")),
        "two.pls": lexicon(lexeme("word", "other", phoneme="two")),
    }
    book = read(write_epub(tmp_path / "book.epub", files, package(files, ["a.xhtml", "b.xhtml"])))
    paragraphs = [paragraph for chapter in book.chapters for paragraph in chapter.paragraphs]

    assert [[s.spoken for s in p.sayings] for p in paragraphs] == [["one", "two"], ["two", "two"]]


def test_notes_are_pronounced_too(tmp_path: Path) -> None:
    body = '<p>Text<a epub:type="noteref" href="#n">1</a></p>'
    body += '<aside epub:type="footnote" id="n">1. See <i ssml:ph="x">acme</i> acme.</aside>'
    (note,) = read_with(tmp_path, body, {"en.pls": lexicon(lexeme("acme", phoneme="y"))}).notes.values()

    assert said(note.paragraphs[0]) == [("acme", "x", "ipa"), ("acme", "y", "ipa")]


@pytest.mark.parametrize("pls", ["", "<lexicon", "<lexicon/>", lexicon("<lexeme/>"), "\x00"])
def test_a_broken_lexicon_pronounces_nothing(tmp_path: Path, pls: str) -> None:
    assert read_with(tmp_path, "<p>word</p>", {"en.pls": pls}).chapters[0].paragraphs[0].sayings == ()


@pytest.mark.timeout(20)
def test_a_large_lexicon_is_looked_up_in_time(tmp_path: Path) -> None:
    words = [f"word{n} and word{n}" for n in range(10_000)]
    pls = lexicon("".join(lexeme(word, phoneme="x") for word in words) + lexeme("a " * 50 + "b", phoneme="x"))
    text = " ".join(words) + " a" * 20_000
    book = read_with(tmp_path, f"<p>{text}</p>", {"en.pls": pls})

    assert len(book.chapters[0].paragraphs[0].sayings) == 10_000

"""Of an address nothing is spoken but its host; all other text stays as it is."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.convert.readers.wording.urls import find_addresses
from tests.unit.readers.epubs import links, page, read_body, read_pages

ADDRESSES = {
    "see https://example.org/a/b?c=d&e#f now": "see example.org now",
    "see http://www.example.org.": "see example.org.",
    "(see https://example.org/a)": "(see example.org)",
    "(https://en.example.org/wiki/A_(b))": "(en.example.org)",
    "https://example.org/a, https://example.com/b; or": "example.org, example.com; or",
    "HTTPS://EXAMPLE.ORG/A": "EXAMPLE.ORG",
    "ftp://ftp.example.org/pub/": "ftp.example.org",
    "https://user:word@example.org:8080/": "example.org",
    "http://[2001:db8::1]/x": "[2001:db8::1]",
    "http://127.0.0.1:80/x": "127.0.0.1",
    "www.example.org": "example.org",
    "www.example.org/a.": "example.org.",
    "example.com/books/12 is": "example.com is",
    "“https://example.org/a”": "“example.org”",
    "<https://example.org/a>": "<example.org>",
    "https://bücher.example/a": "bücher.example",
    "https://例え.example/パス です": "例え.example です",
    "https://www.com/": "www.com",
    "https://example.org/a…": "example.org…",
    "doi: https://doi.org/10.1000/182": "doi: doi.org",
}

UNCHANGED = [
    *("me@example.org", "mail me@www.example.org/x", "example.org", "and/or", "24/7", "1/2", "a. B/c", "w/o", "www"),
    *("://x", "http://", "https://", "e.g./i.e.", "She said: //", "file.txt/other", "Mr./Mrs.", "www.", "km/h"),
]


def shortened(text: str) -> str:
    """Put hosts in place of addresses."""
    for start, end, host in reversed(list(find_addresses(text))):
        text = text[:start] + host + text[end:]
    return text


@pytest.mark.parametrize(("text", "spoken"), ADDRESSES.items())
def test_an_address_is_shortened_to_its_host(text: str, spoken: str) -> None:
    assert shortened(text) == spoken


@pytest.mark.parametrize("text", UNCHANGED)
def test_what_is_no_address_stays(text: str) -> None:
    assert shortened(text) == text


@given(st.text("ab./:@w-() \n", max_size=40))
def test_addresses_lie_in_the_text_one_behind_the_other(text: str) -> None:
    places = [(start, end) for start, end, _ in find_addresses(text)]

    assert all(text[start:end].strip() for start, end in places)
    assert [place for pair in places for place in pair] == sorted({place for pair in places for place in pair})


def test_addresses_are_shortened_in_the_text_and_in_notes(tmp_path: Path) -> None:
    body = (
        '<p>At https://example.org/a<a epub:type="noteref" href="#n">1</a> and <a href="https://x.org/">here</a>.</p>'
        '<aside epub:type="footnote" id="n">See http://www.example.com/b.</aside>'
    )
    book = read_pages(tmp_path, {"a.xhtml": page(body)}, links({"a.xhtml": "A"}))
    (paragraph,) = book.chapters[0].paragraphs
    (note,) = book.notes.values()

    assert paragraph.text == "At example.org and here."
    assert [paragraph.text[: mark.position] for mark in paragraph.notes] == ["At example.org"]
    assert [each.text for each in note.paragraphs] == ["See example.com."]


def test_a_heading_keeps_its_title_as_it_is_written(tmp_path: Path) -> None:
    book = read_pages(tmp_path, {"a.xhtml": page("<h1>www.example.org/me</h1><p>Text.</p>")})

    assert book.chapters[0].title == "www.example.org/me"
    assert book.chapters[0].paragraphs[0].text == "example.org"


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "text", ["a." * 300_000 + "/", "http://" + "a-" * 300_000, "http://a.b/" + "(" * 300_000, "www." * 200_000]
)
def test_long_texts_are_searched_in_time(tmp_path: Path, text: str) -> None:
    assert read_body(tmp_path, f"<p>one</p><p>{text}</p>")[0] == "one"

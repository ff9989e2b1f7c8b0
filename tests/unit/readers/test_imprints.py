"""Copyright pages that neither markup nor the table of contents names."""

from pathlib import Path

import pytest

from ebookvoice.domain.book import Book
from tests.unit.readers.epubs import links, page, read_pages, spoken

STATEMENTS = {
    "paragraphs": "<p>Copyright © 2019 by Ada Anders</p><p>All rights reserved.</p><p>ISBN 978-3-16-148410-0</p>",
    "a single paragraph": "<p>© Ada Anders, 2019. All rights reserved. No part of this book may be copied.</p>",
    "lines": "<p>Copyright 2019, Ada Anders<br/>First published in 1920 by Anders &amp; Sons</p>",
    "another language": "<p>© 2019 Ada Anders</p><p>Alle Rechte vorbehalten</p>",
    "the publisher first": "<p>Anders, Berlin</p><p>Published by Anders</p><p>(c) 2019 A. Anders</p>",
}
TEXTS = {
    "a dedication": "<p>For my mother, who kept all rights.</p>",
    "a story": "<p>He printed it. Copyright 1920 was what the paper said. Published by whom? Nobody knew.</p>",
    "one statement": "<p>Copyright © 2019 by Ada Anders</p><p>It was a dark night.</p>",
    "a heading": "<h2>On Ownership</h2><p>Copyright © 2019 by Ada Anders</p><p>All rights reserved.</p>",
    "a long text": f"<p>© 2019 Ada Anders. All rights reserved.</p><p>{'It went on and on. ' * 250}</p>",
}


def with_front(folder: Path, body: str) -> Book:
    pages = {"front.xhtml": page(body), "a.xhtml": page("<h1>One</h1><p>It began.</p>")}
    return read_pages(folder, pages, links({"a.xhtml": "One"}))


@pytest.mark.parametrize("body", STATEMENTS.values(), ids=STATEMENTS)
def test_a_copyright_page_is_left_out(tmp_path: Path, body: str) -> None:
    book = with_front(tmp_path, body)

    assert [part.reason for part in book.skipped] == ["copyright page"]
    assert "2019" not in spoken(book)


@pytest.mark.parametrize("body", TEXTS.values(), ids=TEXTS)
def test_other_pages_in_front_are_read(tmp_path: Path, body: str) -> None:
    assert with_front(tmp_path, body).skipped == ()

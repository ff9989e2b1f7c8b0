from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ebookvoice.domain.book import Book
from functions.convert.readers.pdf.reader import read_pdf
from tests.unit.readers.pdf.typesetting import Design, Paragraph, Press

Printed = Callable[..., Book]


@pytest.fixture
def printed(tmp_path: Path) -> Printed:
    """Print paragraphs as a PDF, and read it."""

    def read(paragraphs: Sequence[Paragraph], design: Design | None = None, **options: str) -> Book:
        press = Press(design or Design(), **options)
        press.set(paragraphs)
        return read_pdf(press.save(tmp_path / "book.pdf"), "book.pdf")

    return read


@pytest.fixture
def press() -> Press:
    """Set up a press with the usual design."""
    return Press(Design())

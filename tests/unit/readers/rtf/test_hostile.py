"""Files that are broken, or meant to break: they cost a moment, and are read or refused."""

import time

import pytest

from ebookvoice.domain.errors import CorruptBookError, NoTextError, TooComplexError
from functions.convert.readers.rtf.reader import read_rtf
from tests.unit.readers.epubs import spoken, texts
from tests.unit.readers.rtf.documents import read


@pytest.mark.parametrize(
    "content",
    [
        b"{\\rtf1 " + b"{" * 100_000 + b"deep" + b"}" * 100_001,
        b"{\\rtf1 deep " + b"{\\field{\\*\\fldinst " * 20_000 + b"}" * 40_001,
        b"{\\rtf1 deep\\par " + b"{\\footnote " * 20_000 + b"}" * 20_001,
        b"{\\rtf1 deep" + b"\\u55357 ?" * 100_000 + b"}",
        b"{\\rtf1 deep" + b"\\'" * 200_000 + b"}",
        b"{\\rtf1 deep \\trowd\\intbl " + b"\\cell" * 30_000 + b"\\row}",
        b"{\\rtf1 deep " + b"\\dropcapli3 x\\par" * 20_000 + b"}",
        b"{\\rtf1{\\stylesheet" + b"".join(b"{\\s%d\\sbasedon%d x;}" % (i, i + 1) for i in range(20_000)) + b"}deep}",
    ],
)
def test_what_is_deep_or_long_is_read_in_time(content: bytes) -> None:
    started = time.process_time()

    assert "deep" in spoken(read_rtf(content, "a.rtf"))
    assert time.process_time() - started < 5


def test_groups_without_end_are_refused() -> None:
    with pytest.raises(TooComplexError):
        read_rtf(b"{\\rtf1 " + b"{" * 300_000, "a.rtf")


def test_styles_that_are_based_on_each_other_are_read() -> None:
    tables = r"{\stylesheet{\s1\sbasedon2 one;}{\s2\sbasedon1 two;}}"

    assert texts(read(r"\pard\s1 Text\par", tables=tables).chapters[0]) == ["Text"]


def test_binary_data_is_passed_over() -> None:
    content = b"{\\rtf1 before {\\pict\\bin6 }}}{{{} after}"

    assert texts(read_rtf(content, "a.rtf").chapters[0]) == ["before after"]


def test_text_whose_last_groups_are_not_ended_is_read() -> None:
    assert texts(read_rtf(b"{\\rtf1 {\\b bold and {\\i all", "a.rtf").chapters[0]) == ["bold and all"]


def test_a_file_that_ends_within_what_is_no_text_is_damaged() -> None:
    with pytest.raises(CorruptBookError):
        read_rtf(b"{\\rtf1 before {\\pict 8950", "a.rtf")


def test_a_file_that_is_no_rtf_is_damaged() -> None:
    with pytest.raises(CorruptBookError):
        read_rtf(b"plain text", "a.rtf")


def test_a_document_without_text_is_refused() -> None:
    with pytest.raises(NoTextError):
        read(r"\pard\par{\pict 8950}\par")

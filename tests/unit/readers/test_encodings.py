"""Encodings of before Unicode: told by what the text says, or refused."""

import time

import pytest

from ebookvoice.domain.errors import NotABookError
from functions.convert.readers.encodings import decode_markup, decode_text
from tests.unit.readers.tales import ENCODINGS, TALES

SIZE = 2_048

CASES = [(language, encoding) for language, encodings in ENCODINGS.items() for encoding in encodings]

PLAIN = str.maketrans(
    {"„": '"', "“": '"', "”": '"', "«": '"', "»": '"', "’": "'", "—": "-", "–": "-", "，": ",", "ș": "ş", "ț": "ţ"}
)
"""What many encodings have no signs for."""


def written(text: str, encoding: str) -> str:
    """Write a text as one had to in an encoding."""
    return "".join(sign if fits(sign, encoding) else sign.translate(PLAIN) for sign in text)


def fits(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def long_text(language: str, encoding: str) -> str:
    """Tell a tale until it has 2 KB."""
    tale = written(TALES[language], encoding)
    return "\n\n".join([tale] * (SIZE // len(tale.encode(encoding)) + 1))


def outcome(content: bytes, text: str) -> str:
    try:
        return "right" if decode_text(content) == text else "wrong"
    except NotABookError:
        return "refused"


def test_texts_of_many_languages_and_encodings_are_told() -> None:
    outcomes = {case: outcome(text.encode(case[1]), text) for case in CASES for text in [long_text(*case)]}
    others = {case: found for case, found in outcomes.items() if found != "right"}
    print(f"2 KB: {len(outcomes) - len(others)} of {len(outcomes)} right; others: {others}")  # noqa: T201 - for pytest -s

    assert "wrong" not in others.values()
    assert len(others) <= len(outcomes) // 20


def test_a_page_is_enough() -> None:
    outcomes = [outcome(text.encode(case[1]), text) for case in CASES for text in [written(TALES[case[0]], case[1])]]
    print(f"one tale: {outcomes.count('right')} of {len(outcomes)} right")  # noqa: T201 - for pytest -s

    assert outcomes.count("wrong") == 0
    assert outcomes.count("right") >= 0.9 * len(outcomes)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("language", ["de", "ru", "el", "zh-Hans"])
def test_two_bytes_without_a_mark_are_told(language: str, encoding: str) -> None:
    text = long_text(language, "utf-8")

    assert decode_text(text.encode(encoding)) == text


ENGLISH = {
    "quotation marks": ("“It’s late,” he said — “too late…”", "windows-1252"),
    "of a Macintosh": ("“It’s late,” he said — “too late…” " * 3, "mac-roman"),
    "a name": ("They met Zoë at the café. " * 3, "windows-1252"),
    "money": ("It cost £5 and 20° were enough. " * 9, "windows-1252"),
    "one sign in a book": ("word " * 2_000 + "Gísli Sigurðsson", "windows-1252"),
}


@pytest.mark.parametrize(("text", "encoding"), ENGLISH.values(), ids=ENGLISH)
def test_english_with_a_few_signs_is_read(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)) == text


UNCLEAR = {
    "random bytes": bytes((i * 89 + i // 7 * 31) % 128 + 128 for i in range(2_000)),
    "letters at random": " ".join("þðøæ"[i % 4] * 3 for i in range(300)).encode("windows-1252"),
    "a picture of signs": "░▒▓█▄▀".encode("cp437") * 300,
    "control characters": b"text" + bytes(range(1, 9)) * 50,
    "zeros": b"text\x00more\x00" * 99,
}


@pytest.mark.parametrize("content", UNCLEAR.values(), ids=UNCLEAR)
def test_what_is_unclear_is_refused(content: bytes) -> None:
    with pytest.raises(NotABookError):
        decode_text(content)


def test_the_refusal_says_what_to_do() -> None:
    with pytest.raises(NotABookError, match="Save the file as UTF-8"):
        decode_text(UNCLEAR["letters at random"])


def test_utf_8_with_a_few_bytes_broken_is_still_utf_8() -> None:
    content = long_text("ru", "utf-8").encode().replace("было".encode(), b"\xd0\xff", 1)

    assert decode_text(content).count("\ufffd") >= 1
    assert "мельник" in decode_text(content)


def test_ends_of_lines_are_all_the_same() -> None:
    assert decode_text(b"one\r\ntwo\rthree\n\x0cfour\x1a") == "one\ntwo\nthree\n\n\nfour"


DECLARED = {
    "<?xml version='1.0' encoding='windows-1251'?>": "windows-1251",
    '<meta charset="koi8-r">': "koi8-r",
    '<meta http-equiv="Content-Type" content="text/html;charset=iso-8859-5">': "iso-8859-5",
    "<meta charset=x-mac-cyrillic>": "mac-cyrillic",
    "<meta charset='no-such-thing'>": "windows-1251",
    "<meta charset='idna'>": "windows-1251",
    "<meta charset='utf-8'>": "windows-1251",
    "<meta charset='windows-1252'>": "windows-1251",
}


@pytest.mark.parametrize(("declaration", "encoding"), DECLARED.items())
def test_markup_is_believed_where_that_makes_sense(declaration: str, encoding: str) -> None:
    text = f"{declaration}<p>{written(TALES['ru'], encoding)}</p>"

    assert decode_markup(text.encode(encoding)) == text


@pytest.mark.timeout(20)
def test_long_texts_take_no_longer() -> None:
    text = long_text("ru", "koi8-r") * 4_000
    began = time.process_time()

    assert decode_text(text.encode("koi8-r")) == text
    assert time.process_time() - began < 8

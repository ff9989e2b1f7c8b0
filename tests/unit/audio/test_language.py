import pytest

from functions.convert.audio.language import iso_639_2, pack_language


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "eng"),
        ("de-AT", "deu"),
        ("zh_Hant", "zho"),
        ("FR-fr", "fra"),
        ("grc", "grc"),
        ("", "und"),
        (None, "und"),
        ("xx", "und"),
        ("i-klingon", "und"),
        ("été", "und"),
    ],
)
def test_tags_become_three_letters(tag: str | None, expected: str) -> None:
    assert iso_639_2(tag) == expected


def test_five_bits_a_letter() -> None:
    assert pack_language("en") == 0x15C7
    assert pack_language(None) == 0x55C4

"""X-SAMPA is IPA in the letters of a keyboard."""

import pytest

from functions.convert.speech.xsampa import to_ipa


@pytest.mark.parametrize(
    ("xsampa", "ipa"),
    [
        ('t@"mA:t@U', "təˈmɑːtəʊ"),
        ('%i:v@"gri:n', "ˌiːvəˈgriːn"),
        ('"bVt@`', "ˈbʌtə˞"),
        ("n3`s", "nɜ˞s"),
        ("SA~sO~", "ʃɑ̃sɔ̃"),
        ("SA_~", "ʃɑ̃"),
        ('"bQt=', "ˈbɒt̩"),
        ("t_S", "t͡ʃ"),
        ("t_s\\ d_Z p_f", "t͡ɕ d͡ʒ p͡f"),
        ("n^", None),
        ("i\\", None),
        ("a_H", None),
        ("r\\`t`s`K\\x\\", "ɻʈʂɮɧ"),
        ("p_hk'", "pʰkʲ"),
        ("{ @ & 2 9 6 } 1 M", "æ ə ɶ ø œ ɐ ʉ ɨ ɯ"),
        ("t-s", "ts"),
        ("", ""),
        ("təm", None),
        ("\\", None),
        ("_", None),
        ("5\\", None),
        ("A\\`", None),
        ("$", None),
    ],
)
def test_signs_stand_for_sounds(xsampa: str, ipa: str | None) -> None:
    assert to_ipa(xsampa) == ipa


def test_a_long_transcription_is_rewritten_in_time() -> None:
    assert to_ipa("t_h" * 100_000) == "tʰ" * 100_000

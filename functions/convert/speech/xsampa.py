"""X-SAMPA → IPA (J. C. Wells, Computer-coding the IPA, 1995)."""

import re

_PLAIN = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ@{}123456789&?!=~",
        "ɑβçðɛɱɣɥɪɲɬʎɯŋɔʋɒʁʃθʊʌʍχʏʒəæʉɨøɜɾɫɐɤɵœɶʔꜜ\u0329\u0303",
        strict=True,
    )
)
_BACKSLASHED = dict(zip("BGHIJKLMNORX@3:phjlrsvxz?|!=", "ʙɢʜᵻɟɮʟɰɴʘʀħɘɞˑɸɦʝɺɹɕʋɧʑʕǀǃǂ", strict=True))
_BACKTICKED = dict(zip("dlnrstz", "ɖɭɳɽʂʈʐ", strict=True))
_AFTER = {
    "~": "\u0303", "=": "\u0329", "h": "ʰ", "j": "ʲ", "w": "ʷ", "d": "\u032a", "0": "\u0325", "v": "\u032c",
    "^": "\u032f", "e": "\u0334", "G": "ˠ", "?\\": "ˤ", "n": "ⁿ", "l": "ˡ", ">": "ʼ", "r": "\u031d",
    "o": "\u031e", "t": "\u0324", "k": "\u0330", "a": "\u033a", "m": "\u033b",
    "+": "\u031f", "-": "\u0320", '"': "\u0308",
}  # fmt: skip
"""What an underscore before it puts under, over or behind the letter."""
_OTHERS = {'"': "ˈ", "%": "ˌ", ":": "ː", ".": ".", "'": "ʲ", "-": "", "`": "˞", " ": " "}

_SIGN = re.compile(
    r"(?P<tie>_(?=[szSZfpb]))|(?P<after>_(?:\?\\|[~=hjwd0v^eGnl>rotkam+\-\"]))|(?P<one>[^\\`])(?P<two>\\`|[\\`])?",
    re.DOTALL,
)


def to_ipa(text: str) -> str | None:
    """Rewrite a transcription; None if it holds what X-SAMPA does not have."""
    written: list[str] = []
    position = 0
    while position < len(text):
        sign = _SIGN.match(text, position)
        ipa = _ipa(sign) if sign else None
        if sign is None or ipa is None:
            return None
        written.append(ipa)
        position = sign.end()
    return "".join(written)


def _ipa(sign: re.Match[str]) -> str | None:
    if sign["tie"]:
        return "\u0361"
    if sign["after"]:
        return _AFTER[sign["after"][1:]]
    letter = sign["one"]
    match sign["two"]:
        case "\\`":
            return "ɻ" if letter == "r" else None
        case "\\":
            return _BACKSLASHED.get(letter)
        case "`":
            return _BACKTICKED.get(letter) or (_PLAIN[letter] + "˞" if letter in "@3" else None)
    own = letter if letter.isascii() and letter.islower() else None
    return _PLAIN.get(letter, _OTHERS.get(letter, own))

"""Language tags as books write them, which of them are near each other, and which mean the same language."""

from collections.abc import Mapping

_TWO_LETTERS = {
    "ara": "ar", "bul": "bg", "cat": "ca", "ces": "cs", "chi": "zh", "cym": "cy", "cze": "cs", "dan": "da", "deu": "de",
    "dut": "nl", "ell": "el", "eng": "en", "epo": "eo", "est": "et", "eus": "eu", "fas": "fa", "fin": "fi", "fra": "fr",
    "fre": "fr", "ger": "de", "gle": "ga", "gre": "el", "heb": "he", "hin": "hi", "hrv": "hr", "hun": "hu", "ice": "is",
    "ind": "id", "isl": "is", "ita": "it", "jpn": "ja", "kor": "ko", "lat": "la", "lav": "lv", "lit": "lt", "may": "ms",
    "msa": "ms", "nld": "nl", "nob": "nb", "nor": "no", "per": "fa", "pol": "pl", "por": "pt", "ron": "ro", "rum": "ro",
    "rus": "ru", "slk": "sk", "slo": "sk", "slv": "sl", "spa": "es", "srp": "sr", "swa": "sw", "swe": "sv", "tha": "th",
    "tur": "tr", "ukr": "uk", "vie": "vi", "wel": "cy", "zho": "zh",
}  # fmt: skip
"""ISO 639-2 codes (both of its variants) where BCP 47 wants the shorter one; books carry them all the same."""

_WHOLES = {
    "arb": "ar", "cmn": "zh", "fil": "tl", "hak": "zh", "in": "id", "iw": "he", "ji": "yi", "nb": "no", "nn": "no",
    "wuu": "zh", "yue": "zh", "zsm": "ms",
}  # fmt: skip
"""The macrolanguage (ISO 639-3) of those of its languages that voices are named for, and the codes that were replaced
(RFC 5646, 2.2.1): a book in "zh" is one for a voice in "cmn"."""

_REGIONS = {
    "ar": "eg", "bn": "bd", "de": "de", "en": "us", "es": "es", "fr": "fr", "nl": "nl", "pt": "br",
    "sw": "tz", "ta": "in", "ur": "pk", "zh": "cn",
}  # fmt: skip
"""Whose voice speaks a language that is named without its region (CLDR, likely subtags)."""


def normalise(tag: str) -> str:
    """Fold a language tag: lower case, hyphens, the two-letter code where there is one."""
    first, *rest = tag.strip().lower().replace("_", "-").split("-")
    return "-".join([_TWO_LETTERS.get(first, first), *rest])


def primary(tag: str) -> str:
    """Return the language itself, without script, region and variants."""
    return normalise(tag).partition("-")[0]


def same_language(tag: str, other: str) -> bool:
    """Tell whether two tags are of one language, whatever their scripts and regions."""
    one, two = primary(tag), primary(other)
    return _WHOLES.get(one, one) == _WHOLES.get(two, two)


def farness(tag: str, wanted: str) -> int:
    """Tell how far a tag is from another one of its language: the same (0), from where most speak it (1), else (2)."""
    language, region = normalise(wanted), _REGIONS.get(primary(wanted))
    return [language, f"{primary(wanted)}-{region}", normalise(tag)].index(normalise(tag))


def nearest(tag: str, known: Mapping[str, str]) -> str | None:
    """Find what `known` (normalised tag → value) holds for the longest prefix of the tag (RFC 4647, 3.4 Lookup)."""
    subtags = normalise(tag).split("-")
    for end in range(len(subtags), 0, -1):
        found = known.get("-".join(subtags[:end]))
        if found is not None:
            return found
    return None


def display(tag: str) -> str:
    """Write a tag with the letter case that RFC 5646 (2.1.1) recommends: `en-gb` → `en-GB`."""
    first, *rest = tag.lower().split("-")
    written = [first]
    for subtag in rest:
        if len(written[-1]) == 1:
            written.append(subtag)
        else:
            written.append({2: subtag.upper(), 4: subtag.title()}.get(len(subtag), subtag))
    return "-".join(written)

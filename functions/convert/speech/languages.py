"""Language tags as books write them, and the nearest one that an engine knows."""

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


def normalise(tag: str) -> str:
    """Fold a language tag: lower case, hyphens, the two-letter code where there is one."""
    first, *rest = tag.strip().lower().replace("_", "-").split("-")
    return "-".join([_TWO_LETTERS.get(first, first), *rest])


def primary(tag: str) -> str:
    """Return the language itself, without script, region and variants."""
    return normalise(tag).partition("-")[0]


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

"""ISBNs, however they are written (ISO 2108; check digits: ISBN Users' Manual, 7th edition, appendix 1)."""

import re

_PREFIX = re.compile(r"(?:urn:)?isbn(?:-1[03])?[:\s]*", re.IGNORECASE)
_DIGITS = re.compile(r"97[89]\d{10}|\d{9}[\dX]")


def isbn_of(identifier: str, *, marked: bool = False) -> str | None:
    """Return an ISBN without hyphens, or None for what is none.

    Ten digits count only if they are called an ISBN, by their own prefix or, with `marked`, by what is around them.
    """
    named = _PREFIX.match(identifier)
    digits = re.sub(r"[-‐‑–\s]", "", identifier[named.end() if named else 0 :]).upper()
    if not _DIGITS.fullmatch(digits):
        return None
    if len(digits) == 13:
        return digits if _sum_13(digits) % 10 == 0 else None
    return digits if (named or marked) and _sum_10(digits) % 11 == 0 else None


def _sum_13(digits: str) -> int:
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))


def _sum_10(digits: str) -> int:
    return sum((10 - place) * (10 if digit == "X" else int(digit)) for place, digit in enumerate(digits))

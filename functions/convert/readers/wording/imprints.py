"""Pages that say whose the book is: the notice of copyright, and what goes with it."""

import re
from collections.abc import Sequence

_LONGEST = 4_000
"""Characters of such a page."""

_YEAR = r"(?:1[6-9]|20)\d\d"
_NOTICE = re.compile(
    rf"(?:copyright\s*)?(?:©|\(c\)).{{0,60}}\b{_YEAR}\b|copyright\s+(?:by\b.{{0,60}}\b{_YEAR}\b|{_YEAR}\s*(?:,|by\b|$))",
    re.IGNORECASE,
)
_IMPRINT = re.compile(
    r"(?:e-?)?isbn\b|all rights reserved|(?:first|originally) published|printed in|library of congress|"
    r"no part of this (?:publication|book)|published by|alle rechte vorbehalten|tous droits réservés|"
    r"todos los derechos|tutti i diritti|todos os direitos|все права",
    re.IGNORECASE,
)

_BETWEEN = re.compile(
    r"(?<=[.;|])\s+|\s+(?=(?:ISBN|All rights|First|Originally|Published|Printed in|Library of|No part of)\b)"
)


def statements(text: str) -> list[str]:
    """Divide a paragraph of such a page where one statement ends, or the next one is sure to begin."""
    return _BETWEEN.split(text)


def is_imprint(lines: Sequence[str]) -> bool:
    """Tell whether a page is an imprint: a line begins with the notice, another with what goes with it."""
    if sum(map(len, lines)) > _LONGEST:
        return False
    return any(map(_NOTICE.match, lines)) and any(map(_IMPRINT.match, lines))

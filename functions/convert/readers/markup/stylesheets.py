"""What the rules of a style sheet say of `display` and `visibility`."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_STRING = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_BLOCK = re.compile(r"([^{}]*)([{}]|\Z)")
_COMPOUND = re.compile(r"(?P<tag>\*|[A-Za-z][\w-]*)?(?P<rest>(?:[.#]-?[A-Za-z_\u0080-\U0010ffff][\w-]*)*)")
_PART = re.compile(r"[.#][^.#]+")
_ATTRIBUTE = re.compile(r"\[[^\[\]]*\]")
_RELATION = re.compile(r"[\s>+~]")
_DECLARATION = re.compile(r"(?:^|;)\s*(display|visibility)\s*:\s*([\w-]+)\s*(!\s*important)?", re.IGNORECASE)
_CONDITION = re.compile(r"@media\s++(?:only\s++)?(?:all|screen)?\s*\Z", re.IGNORECASE)
_HIDING = {"display": "none", "visibility": "hidden"}

_MOST_RULES = 20_000
_MOST_ALIKE = 100
"""Rules of a sheet, and those of them that begin with the same name: no book has more."""


class Rule(NamedTuple):
    """A compound selector and what it does with a property; `weight` is importance, specificity and order."""

    tag: str
    parts: frozenset[str]
    name: str
    hides: bool
    weight: tuple[bool, bool, int, int, int, int]

    @property
    def key(self) -> str:
        """Name something that every element has that the rule is for."""
        return min(self.parts, default=self.tag)


class Sheet:
    """The rules of one sheet, by their keys; `bounded` tells that there are no more than any book has.

    Selectors of one element by its name, classes and id are understood. Whatever else a selector says (relations,
    attributes) may bring something back to sight, but hides nothing; states and conditions count for nothing.
    """

    def __init__(self, text: str) -> None:
        rules = list(islice(_rules(text), _MOST_RULES + 1))
        strongest: dict[tuple[str, frozenset[str], str], Rule] = {}
        for rule in filter(None, rules):
            same = (rule.tag, rule.parts, rule.name)
            strongest[same] = max(strongest.get(same, rule), rule, key=lambda each: each.weight)
        self.rules: dict[str, list[Rule]] = {}
        for rule in strongest.values():
            self.rules.setdefault(rule.key, []).append(rule)
        self.parts = frozenset[str]().union(*(rule.parts for rule in strongest.values()))
        self.hides = any(rule.hides for rule in strongest.values())
        self.bounded = len(rules) <= _MOST_RULES and max(map(len, self.rules.values()), default=0) <= _MOST_ALIKE


def declared(style: str) -> set[str]:
    """Tell which of the properties a list of declarations sets."""
    return {match[1].lower() for match in _DECLARATION.finditer(style)}


def _rules(text: str) -> Iterator[Rule | None]:
    """Yield a rule for every selector and property; None for one that isn't understood."""
    order = 0
    for selectors, declarations in _blocks(_STRING.sub('""', _COMMENT.sub(" ", text))):
        properties = [(m[1].lower(), m[2].lower(), bool(m[3])) for m in _DECLARATION.finditer(declarations)]
        for selector in selectors.split(",") if properties else ():
            for name, value, important in properties:
                order += 1
                yield _rule(selector.strip(), name, value == _HIDING[name], important, order)


def _rule(selector: str, name: str, hides: bool, important: bool, order: int) -> Rule | None:
    if ":" in selector:
        return None
    plain = _COMPOUND.fullmatch(selector)
    match = plain or _COMPOUND.fullmatch(_RELATION.split(_ATTRIBUTE.sub("", selector).strip())[-1])
    if match is None or not match[0] or (plain is None and hides):
        return None
    parts = _PART.findall(match["rest"])
    ids = sum(part[0] == "#" for part in parts)
    tag = (match["tag"] or "*").lower()
    weight = (important, plain is None, ids, len(parts) - ids, 0 if tag == "*" else 1, order)
    return Rule(tag, frozenset(parts), name, hides, weight)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yield selectors and declarations; those under a condition only if it is met by every screen."""
    depth = skipped = 0
    selectors = ""
    for match in _BLOCK.finditer(text):
        content, brace = match[1], match[2]
        if brace == "{":
            depth += 1
            selectors = content.rpartition(";")[2].strip()
            if selectors.startswith("@") and not skipped and not _CONDITION.match(selectors):
                skipped = depth
        elif brace == "}":
            if not skipped and selectors and not selectors.startswith("@"):
                yield selectors, content
            if skipped == depth:
                skipped = 0
            depth = max(0, depth - 1)
            selectors = ""

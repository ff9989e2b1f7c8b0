"""What style sheets hide: `display: none` and `visibility: hidden`, where plain selectors say so."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_STRING = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_COMPOUND = re.compile(r"(?P<tag>\*|[A-Za-z][\w-]*)?(?P<rest>(?:[.#]-?[A-Za-z_\u0080-\U0010ffff][\w-]*)*)")
_PART = re.compile(r"[.#][^.#]+")
_DECLARATION = re.compile(r"(?:^|;)\s*(display|visibility)\s*:\s*([\w-]+)\s*(!\s*important)?", re.IGNORECASE)
_CONDITION = re.compile(r"@media\s+(?:only\s+)?(?:all|screen)?\s*\Z", re.IGNORECASE)
_HIDING = {"display": "none", "visibility": "hidden"}

_MOST_RULES = 20_000


class _Rule(NamedTuple):
    """A compound selector and what it does with a property; `weight` is importance, specificity and order."""

    tag: str
    parts: frozenset[str]
    name: str
    hides: bool
    weight: tuple[bool, bool, int, int, int, int]


class Styles:
    """The rules of style sheets, in order, that tell whether an element is seen.

    Selectors of one element by its name, classes and id are understood. Whatever else a selector says (relations,
    attributes) may bring something back to sight, but hides nothing; states and conditions count for nothing.
    """

    def __init__(self, sheets: Iterable[str] = ()) -> None:
        self._rules: defaultdict[str, list[_Rule]] = defaultdict(list)
        for rule in _rules("\n".join(sheets)):
            self._rules[min(rule.parts, default=rule.tag)].append(rule)
        self._any = any(rule.hides for rules in self._rules.values() for rule in rules)

    def hide(self, element: etree._Element, name: str) -> bool:
        """Tell whether an element is hidden, unless its own style says otherwise."""
        if not self._any:
            return False
        parts = {f".{each}" for each in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
        rules = [rule for key in (*parts, name, "*") for rule in self._rules.get(key, ()) if rule.parts <= parts]
        winning = {rule.name: rule for rule in sorted(rules, key=lambda r: r.weight) if rule.tag in ("*", name)}
        if not any(rule.hides for rule in winning.values()):
            return False
        own = {match[1].lower() for match in _DECLARATION.finditer(element.get("style") or "")}
        return any(rule.hides and rule.name not in own for rule in winning.values())


def _rules(text: str) -> Iterator[_Rule]:
    order = 0
    for selectors, declarations in _blocks(_STRING.sub('""', _COMMENT.sub(" ", text))):
        properties = [(m[1].lower(), m[2].lower(), bool(m[3])) for m in _DECLARATION.finditer(declarations)]
        for selector in selectors.split(",") if properties else ():
            for name, value, important in properties:
                order += 1
                rule = _rule(selector.strip(), name, value == _HIDING[name], important, order)
                if rule is not None:
                    yield rule
                if order > _MOST_RULES:
                    return


def _rule(selector: str, name: str, hides: bool, important: bool, order: int) -> _Rule | None:
    """Understand a selector; None for one that says nothing about what is simply there."""
    if ":" in selector:
        return None
    plain = _COMPOUND.fullmatch(selector)
    match = plain or _COMPOUND.fullmatch(re.split(r"[\s>+~]", re.sub(r"\[[^\]]*\]", "", selector).strip())[-1])
    if match is None or not match[0] or (plain is None and hides):
        return None
    parts = _PART.findall(match["rest"])
    ids = sum(part[0] == "#" for part in parts)
    tag = (match["tag"] or "*").lower()
    weight = (important, plain is None, ids, len(parts) - ids, 0 if tag == "*" else 1, order)
    return _Rule(tag, frozenset(parts), name, hides, weight)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yield selectors and declarations; those under a condition only if it is met by every screen."""
    depth = skipped = 0
    selectors = ""
    for match in re.finditer(r"([^{}]*)([{}]|\Z)", text):
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

"""The DOCTYPE of a document: the entities that it declares, and the document without it."""

import re

_ENTITY = re.compile(r"<!ENTITY\s+([\w.-]+)\s+(?:\"([^\"&<%]{1,64})\"|'([^'&<%]{1,64})')\s*>")
_SEARCHED = 65_536
"""Characters at the beginning of a document that may declare entities."""

_MISC = r"\s++|<\?.*?\?>|<!--.*?-->"
_DECLARATION = r"<![A-Z]++(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>"
_DOCTYPE = re.compile(
    rf"\A(?P<before>(?:{_MISC})*+)<!DOCTYPE[^<>\[\]]*+(?:\[(?:{_MISC}|%[\w.:-]++;|{_DECLARATION})*+\]\s*+)?>",
    re.DOTALL | re.IGNORECASE,
)
"""XML 1.0, productions 28 to 31. What doesn't follow them stays, so that no text can be taken for a declaration."""


def declared_entities(text: str) -> dict[str, str]:
    """Collect the entities that stand for a few characters and nothing else."""
    return {name: double or single for name, double, single in _ENTITY.findall(text[:_SEARCHED])}


def without_doctype(text: str) -> str:
    """Take the DOCTYPE out: parsers of HTML end it at the first ">" and take what its brackets hold for text."""
    return _DOCTYPE.sub(r"\g<before>", text, count=1)

"""What stands before a text in Markdown: metadata in YAML or TOML, or Pandoc's title block."""

import re
import tomllib
from collections.abc import Iterable, Mapping

from functions.convert.readers.structure.manuscript import Metadata
from functions.convert.readers.wording.typography import tidy

_LONGEST = 65_536
"""Characters of front matter; what is longer is text between two rules."""

_YAML = re.compile(r"---[ \t]*\n(?=[ \t]*[\w#\"'-])(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?\n)\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE_BLOCK = re.compile(
    r"%[ \t]*([^\n]*(?:\n[ \t]+[^\n]*)*)\n(?:%[ \t]*([^\n]*(?:\n[ \t]+[^\n]*)*)\n)?(?:%[ \t]*([^\n]*)\n)?"
)

_KEY = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*)|[ \t]*)$")
_ITEM = re.compile(r"[ \t]*-[ \t]+(?:(?:name|text)[ \t]*:[ \t]*)?(.*)$")
_NAME = re.compile(r"[ \t]+(?:name|text)[ \t]*:[ \t]+(.*)$")
_COMMENT = re.compile(r"(?:^|\s)#.*$")

Values = Mapping[str, list[str]]
"""What the metadata say, by names in lower case."""


def split_front_matter(text: str) -> tuple[Metadata, str]:
    """Tell the metadata from the text behind them; a text that has none is all text."""
    head = text[:_LONGEST].lstrip("\n")
    skipped = len(text[:_LONGEST]) - len(head)
    if match := _YAML.match(head):
        values: Values | None = _read_yaml(match[1])
    elif match := _TOML.match(head):
        values = _read_toml(match[1])
    elif match := _TITLE_BLOCK.match(head):
        values = {
            "title": [match[1]],
            "author": re.split(r"[;\n]", match[2] or ""),
            "date": [match[3] or ""],
        }
    else:
        return Metadata(), text
    if values is None:
        return Metadata(), text
    return _metadata(values), text[skipped + match.end() :]


def _metadata(values: Values) -> Metadata:
    title = _first(values, "title", "booktitle")
    subtitle = _first(values, "subtitle")
    authors = tuple(
        filter(None, map(tidy, values.get("author") or values.get("authors") or values.get("creator") or ()))
    )
    return Metadata(
        title=title,
        authors=authors,
        language=_first(values, "lang", "language", "locale"),
        publisher=_first(values, "publisher"),
        published=_first(values, "date", "published"),
        description=_first(values, "description", "abstract", "summary"),
        titles=tuple(filter(None, (title, subtitle, f"{title} {subtitle}" if title and subtitle else None))),
        people=authors,
    )


def _first(values: Values, *names: str) -> str | None:
    return next((found for name in names for value in values.get(name, ()) if (found := tidy(value))), None)


def _read_yaml(text: str) -> Values | None:
    """Read the scalars and the lists of them at the top level, which is all that metadata need; None for no YAML."""
    values: dict[str, list[str]] = {}
    name = ""
    folded = False
    for line in text.split("\n"):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if match := _KEY.match(line):
            name, value = match[1].lower(), match[2] or ""
            folded = value.strip()[:1] in ("|", ">")
            values[name] = [] if folded else _scalars(value)
        elif line[0] in " \t-":
            if name:
                _continue(values[name], line, folded)
        else:
            return None
    return values or None


def _continue(found: list[str], line: str, folded: bool) -> None:
    """Add a line below a key: more of a folded text, an item of a list, or what one is called."""
    match = None if folded else _ITEM.match(line) or _NAME.match(line)
    if match:
        found += _scalars(match[1])
    elif folded and found:
        found[0] += f" {line.strip()}"
    elif folded:
        found.append(line.strip())


def _scalars(value: str) -> list[str]:
    """Read a scalar, quoted or not, or a list in brackets."""
    value = value.strip()
    if value[:1] == "[":
        items = re.findall(r"\"[^\"]*\"|'[^']*'|[^,\[\]]+", value.partition("]")[0])
        return [scalar for item in items for scalar in _scalars(item)]
    quote = value[:1]
    if quote in ("'", '"') and (end := value.rfind(quote)) > 0:
        inner = value[1:end]
        return [inner.replace("''", "'") if quote == "'" else inner.replace('\\"', '"')]
    value = _COMMENT.sub("", value).strip()
    return [value] if value and value not in ("~", "null") else []


def _read_toml(text: str) -> Values | None:
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    return {name.lower(): [str(item) for item in _listed(value)] for name, value in table.items()}


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else () if isinstance(value, dict) else (value,)

"""The examples of the reference: one call of curl for each operation, in small files by subject.

An example begins with `#: METHOD path`, after which `-> NAME=field …` may say what later examples take from its answer,
by names of fields and numbers of items with dots between them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("examples")
HEAD = re.compile(r"^#: (?P<name>[A-Z]+ \S+)(?: -> (?P<kept>.+))?\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """A call as a shell runs it; `kept` has the fields of the answer by the variables that take them."""

    operation: str
    script: str
    kept: Mapping[str, str]


@cache
def examples() -> Mapping[str, Example]:
    """Read all examples, by operation. Raises ValueError for an operation that has two."""
    found: dict[str, Example] = {}
    for path in sorted(FOLDER.glob("*.sh")):
        for example in _read(path.read_text()):
            if example.operation in found:
                raise ValueError(f"{example.operation} has two examples")
            found[example.operation] = example
    return found


def _read(text: str) -> Iterator[Example]:
    heads = list(HEAD.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends, strict=True):
        kept = dict(item.split("=", 1) for item in (head["kept"] or "").split())
        yield Example(head["name"], text[head.end() : end].strip(), kept)

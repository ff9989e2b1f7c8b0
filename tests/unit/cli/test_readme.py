"""What the README says of codes, parameters and commands is what there is."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import ebookvoice.domain
from ebookvoice.domain.errors import EbookVoiceError
from functions.api.errors import STATUSES
from local.arguments import parse
from local.ending import UsageError

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text()


def family(base: type[EbookVoiceError]) -> Iterator[type[EbookVoiceError]]:
    yield base
    for child in base.__subclasses__():
        yield from family(child)


def test_every_error_code_is_told_with_its_status() -> None:
    told = {code: int(status) for code, status in re.findall(r"^\| `(\w+)` \| (\d{3}) \|", README, re.MULTILINE)}
    for module in pkgutil.iter_modules(ebookvoice.domain.__path__, "ebookvoice.domain."):
        importlib.import_module(module.name)
    known = {}
    for error in family(EbookVoiceError):
        # What goes wrong inside of a conversion reaches nobody by its own code: the job ends as conversion_failed.
        if error.__module__.startswith(("ebookvoice.", "functions.api.")) and "code" in vars(error):
            known[error.code] = int(next(STATUSES[base] for base in error.__mro__ if base in STATUSES))
    assert told == known


def test_every_parameter_that_is_told_is_one_of_the_templates() -> None:
    configuration = README.partition("## Configuration")[2].partition("On one machine")[0]
    told = set(re.findall(r"`([A-Z][a-z0-9]\w+)`", configuration))
    lines = (ROOT / "template.yaml").read_text().partition("\nParameters:\n")[2].partition("\nConditions:\n")[0]
    known = set(re.findall(r"^  (\w+):$", lines, re.MULTILINE))
    assert told - known == set()
    assert known - told == {"Stage"}


@pytest.mark.parametrize("usage", re.findall(r"^ebookvoice (\w+.*)$", README, re.MULTILINE))
def test_every_option_that_is_told_is_known(usage: str) -> None:
    words = re.sub(r"\[|\]|\|\w+", "", usage).replace(" N", " 1").split()
    assert parse(words, {words[0]: lambda _: None}).command == words[0]


def test_an_option_that_is_not_told_is_not_known() -> None:
    with pytest.raises(UsageError):
        parse(["convert", "book", "--speed", "2"], {"convert": lambda _: None})


def test_every_make_target_that_is_told_exists() -> None:
    told = set(re.findall(r"^make ([a-z]+)\b", README, re.MULTILINE))
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert told - known == set()
    assert told >= {"run", "test"}


def test_every_path_of_the_layout_exists() -> None:
    layout = README.partition("## Layout")[2]
    paths = re.findall(r"^([a-z/.]+) {2,}", layout, re.MULTILINE)
    assert len(paths) >= 9
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_prices_are_those_of_the_page() -> None:
    page = (ROOT / "docs" / "cost.md").read_text()
    book = re.search(r"^\| \*\*a book\*\* \| \*\*([\d.]+)", page, re.MULTILINE)
    idle = re.search(r"^\| \*\*a month\*\* \|[^|]+\| \*\*([\d.]+)", page, re.MULTILINE)
    database = re.search(r"^\| Supabase \|[^|]+\| ([\d.]+)", page, re.MULTILINE)
    assert book
    assert idle
    assert database
    assert f"${book[1]} at list prices" in README
    assert f"${float(idle[1]) - float(database[1]):.2f} beside the database" in README

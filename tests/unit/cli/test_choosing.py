"""What a listener chooses, as the command line takes it."""

from argparse import ArgumentTypeError
from pathlib import Path

import pytest

from ebookvoice.domain.choice import Pronunciation
from local.arguments import parse
from local.choosing import parts_of, pronunciations_of
from local.ending import UsageError


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1", ("1",)),
        ("1-5,8,s1", ("1", "2", "3", "4", "5", "8", "s1")),
        (" 3 , 1 ", ("3", "1")),
        ("s2-4,s6-s7", ("s2", "s3", "s4", "s6", "s7")),
    ],
)
def test_parts(text: str, parts: tuple[str, ...]) -> None:
    assert parts_of(text) == parts


@pytest.mark.parametrize("text", ["", "0", "1,", "a", "5-3", "1-s3", "1-5001", "1-999999999", "-1"])
def test_what_is_no_part(text: str) -> None:
    with pytest.raises(ArgumentTypeError):
        parts_of(text)


def test_a_list_of_pronunciations(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("\ufeff# names\nHermione\ther my oh nee\n\n  GIF  =>  jif \nNew York => noo york\n", "utf-8")
    assert pronunciations_of(path) == (
        Pronunciation("Hermione", "her my oh nee"),
        Pronunciation("GIF", "jif"),
        Pronunciation("New York", "noo york"),
    )


@pytest.mark.parametrize("line", ["Hermione", "=> jif", "GIF =>", "GIF\t"])
def test_a_line_that_is_no_entry_is_told_by_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "words.txt"
    path.write_text(f"a => b\n{line}\n")
    with pytest.raises(UsageError, match="line 2"):
        pronunciations_of(path)


def test_a_list_that_can_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9 => cafay")
    for name in ("nothing.txt", "latin.txt"):
        with pytest.raises(UsageError):
            pronunciations_of(tmp_path / name)


def test_inspect_takes_one_form_at_a_time() -> None:
    commands = {"inspect": print}
    options = parse(["inspect", "a.epub", "--parts", "2-3", "--notes", "inline", "--text"], commands)
    assert (options.parts, options.notes, options.text, options.json) == (("2", "3"), "inline", True, False)
    for words in (["--json", "--text"], ["--notes", "aloud"], ["--parts", "two"]):
        with pytest.raises(UsageError):
            parse(["inspect", "a.epub", *words], commands)

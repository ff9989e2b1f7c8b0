"""The name of the audiobook's file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.artifact import file_name, suffix_of


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The Time Machine", "The Time Machine.m4b"),
        ("Either/Or: A Fragment of Life", "Either Or A Fragment of Life.m4b"),
        ("  Über   die\nLinie ", "Über die Linie.m4b"),
        ("../../etc/passwd", "etc passwd.m4b"),
        ("1984.", "1984.m4b"),
        ("戦争と平和", "戦争と平和.m4b"),
        ("", "audiobook.m4b"),
        ("???", "audiobook.m4b"),
    ],
)
def test_names(title: str, name: str) -> None:
    assert file_name(title) == name


@given(st.text(st.characters(codec=None), max_size=400))
def test_whatever_the_title_the_name_is_one_that_every_file_system_takes(title: str) -> None:
    name = file_name(title)
    assert len(name.encode()) <= 255
    assert not set(name) & set('/\\:*?"<>|\0')
    assert name.isprintable()
    assert not name.startswith((".", " "))
    assert name.endswith(".m4b")


@pytest.mark.parametrize(
    ("made", "filename", "suffix"),
    [
        ("m4b", "A Book.m4b", ".m4b"),
        ("opus", "A Book.opus", ".opus"),
        ("mp3", "A Book.mp3.zip", ".mp3.zip"),
        ("captions", "A Book.captions.zip", ".captions.zip"),
        ("readalong", "A Book.epub", ".readalong.epub"),
        ("transcript", "A Book.json", ".transcript.json"),
    ],
)
def test_files_of_different_kinds_have_different_names(made: str, filename: str, suffix: str) -> None:
    assert suffix_of({"format": made, "chapter": None, "filename": filename, "size": 1}) == suffix

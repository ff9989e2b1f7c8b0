"""The account of a corpus: what is counted, what is named, and when it fails."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import corpus
from benchmarks.corpus_report import MEMORY, SECONDS, Account, Report
from tests.hostile.archives import epub

READ = Account("samples", "good-valid.epub", None, 0.2, 30 << 20, None)


def test_a_corpus_that_is_read_keeps_the_bars() -> None:
    broken = replace(READ, name="broken-error.epub", code="corrupt")
    silent = replace(READ, name="pictures-valid.epub", code="no_text")
    report = Report([READ, broken, silent])

    assert report.kept
    assert "pictures-valid.epub" in "\n".join(report.lines())


@pytest.mark.parametrize(
    "account",
    [
        replace(READ, code="corrupt"),
        replace(READ, folder="novels", name="a.epub", code="unsupported"),
        replace(READ, seconds=SECONDS + 1),
        replace(READ, memory=MEMORY + 1),
        replace(READ, name="bad-error.epub", code="too_complex", crash="Aborted"),
    ],
    ids=["valid, but refused", "a novel refused", "slow", "large", "crashed"],
)
def test_a_corpus_with_a_bad_book_does_not(account: Account) -> None:
    report = Report([READ, account])
    *_, named = report.lines()

    assert not report.kept
    assert account.name in named


def test_a_folder_is_read_book_by_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "novels").mkdir()
    epub(tmp_path / "novels")
    (tmp_path / "novels" / "noise-error.epub").write_bytes(bytes(100))
    (tmp_path / "SOURCES.md").write_text("# Where they are from")
    monkeypatch.setattr(sys, "argv", ["corpus", str(tmp_path)])

    assert corpus.main() == 1
    head, row, *_, named = capsys.readouterr().out.splitlines()
    assert head.split()[:4] == ["folder", "files", "read", "not_a_book"]
    assert row.split()[:5] == ["novels", "2", "1", "1", "0"]
    assert "noise-error.epub" in named


def test_a_folder_without_books_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["corpus", str(tmp_path)])

    assert corpus.main() == 2
    assert "no books" in capsys.readouterr().err

"""The command line tells what an audiobook would hold, and what is chosen of it is what it holds."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import av
import pytest

from tests.e2e.books import ENCRYPTION, epub
from tests.e2e.reader import Reader
from tests.unit.readers.epubs import links, nav, package, page, write_epub

ROOT = Path(__file__).parents[2]
NOVEL = ROOT.parent / "shared" / "corpus" / "novels" / "jane-austen_pride-and-prejudice.epub"
SECONDS = 90


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    home = tmp_path_factory.mktemp("inspect-home")
    paths = os.pathsep.join((str(ROOT), str(ROOT / "layers" / "core")))
    return {**os.environ, "EBOOKVOICE_HOME": str(home), "PYTHONPATH": paths}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pages = {
        "imprint.xhtml": page("<p>All rights reserved.</p>", 'epub:type="imprint"'),
        "one.xhtml": page("<h1>Chapter I</h1><p>Call me Ishmael.</p>"),
        "two.xhtml": page("<h1>Chapter II</h1><p>Ishmael sailed.</p><p>* * *</p><p>Queequeg slept.</p>"),
    }
    toc = {"imprint.xhtml": "Imprint", "one.xhtml": "Chapter I", "two.xhtml": "Chapter II"}
    files: dict[str, str | bytes] = {**pages, "nav.xhtml": nav(links(toc))}
    return write_epub(tmp_path_factory.mktemp("book") / "book.epub", files, package(files, list(pages)))


def run(environment: dict[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "local.cli", *map(str, arguments)]
    return subprocess.run(words, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)


def test_the_plan_for_people(environment: dict[str, str], book: Path) -> None:
    done = run(environment, "inspect", book)
    assert done.returncode == 0, done.stderr
    title, *rows, totals, left_out = done.stdout.splitlines()
    assert title == "The Hard Book – Ada Anders"
    assert [row.split()[0] for row in rows] == ["s1", "1", "2"]
    assert rows[0].endswith("not read aloud: imprint")
    assert totals.startswith("2 chapters · 11 words (")
    assert "0 credits" in totals
    assert left_out.startswith("1 part left out")
    assert done.stderr == ""
    assert not Path(environment["EBOOKVOICE_HOME"]).exists() or not any(Path(environment["EBOOKVOICE_HOME"]).iterdir())


def test_exactly_what_will_be_spoken(environment: dict[str, str], book: Path) -> None:
    plain = run(environment, "inspect", book, "--text").stdout
    assert plain == (
        "# Chapter I\n\nChapter 1\n\nCall me Ishmael.\n\n"
        "# Chapter II\n\nChapter 2\n\nIshmael sailed.\n\nQueequeg slept.\n"
    )
    chosen = run(environment, "inspect", book, "--text", "--parts", "s1,2").stdout
    assert chosen == (
        "# Imprint\n\nAll rights reserved.\n\n# Chapter II\n\nChapter 2\n\nIshmael sailed.\n\nQueequeg slept.\n"
    )


def test_the_plan_is_the_one_of_the_service(environment: dict[str, str], book: Path, reader: Reader) -> None:
    shown = json.loads(run(environment, "inspect", book, "--json").stdout)
    file = reader.announce(book.read_bytes(), book.name)
    reader.put(file, book.read_bytes())
    reader.confirm(file)
    end = time.monotonic() + SECONDS
    while True:
        status, plan = reader.call("GET", f"/api/files/{file['id']}/plan")
        if status == 200 or time.monotonic() > end:
            break
        assert (status, plan) == (202, {"state": "reading"})
        time.sleep(0.1)
    assert plan == {**shown, "credits": 1}


def test_convert_speaks_what_was_chosen(environment: dict[str, str], book: Path, tmp_path: Path) -> None:
    listed = tmp_path / "words.txt"
    listed.write_text("Ishmael => eesh mile\n")
    chosen = ("--chapters", "s1,2", "--pronunciations", listed)
    done = run(environment, "convert", book, *chosen, "--out", tmp_path, "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert [chapter["title"] for chapter in result["chapters"]] == ["Imprint", "Chapter II"]
    assert result["chapters"][0]["characters"] == len("All rights reserved.")
    with av.open(result["artifacts"][0]) as file:
        assert len(file.chapters()) == 2


def test_refusals(environment: dict[str, str], book: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked.epub"
    locked.write_bytes(epub({"One": ["First."]}, encryption=ENCRYPTION))
    for arguments, status, code in (
        ((locked,), 3, "encrypted"),
        ((book, "--parts", "3"), 3, "unknown_part"),
        ((book, "--parts", "first"), 2, "usage"),
        ((tmp_path / "nothing.epub",), 2, "usage"),
    ):
        done = run(environment, "inspect", *arguments, "--json")
        assert (done.returncode, done.stderr.count(f"ebookvoice: {code}: ")) == (status, 1)
        assert json.loads(done.stdout)["error"]["code"] == code


def test_convert_refuses_a_chapter_that_there_is_not(environment: dict[str, str], book: Path, tmp_path: Path) -> None:
    done = run(environment, "convert", book, "--chapters", "1-3", "--out", tmp_path / "out")
    assert (done.returncode, "unknown_part" in done.stderr) == (3, True)
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.skipif(not NOVEL.exists(), reason="the corpus of real books is not here")
def test_pride_and_prejudice(environment: dict[str, str]) -> None:
    plan = json.loads(run(environment, "inspect", NOVEL, "--json").stdout)
    narrated = [part for part in plan["parts"] if part["narrated"]]
    assert len(narrated) == 61
    left_out = {part["title"] for part in plan["parts"] if not part["narrated"]}
    assert {"Imprint", "Colophon", "Uncopyright"} <= left_out
    assert sum(part["words"] for part in narrated) == plan["words"]
    assert 600 < plan["minutes"] < 700

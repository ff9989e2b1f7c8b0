"""The command line, as a shell sees it."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import av
import psycopg
import pytest

from local.cloud import Cloud
from local.sample.build import build
from tests.e2e.books import epub, novel
from tests.e2e.program import Program
from tests.e2e.reader import exchange, until
from tests.standins.edge import edge_service

COMMAND = (sys.executable, "-m", "local.cli")
ROOT = Path(__file__).parents[2]
SECONDS = 90


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all commands of this file, as on somebody's machine."""
    return tmp_path_factory.mktemp("cli-home")


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    paths = os.pathsep.join((str(ROOT), str(ROOT / "layers" / "core")))
    return {**os.environ, "EBOOKVOICE_HOME": str(home), "PYTHONPATH": paths}


def run(environment: dict[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    words = [*COMMAND, *map(str, arguments)]
    return subprocess.run(words, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)


def test_convert_writes_the_audiobook_and_says_so(environment: dict[str, str], tmp_path: Path) -> None:
    book = build(tmp_path / "sample.epub")
    done = run(environment, "convert", book, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["The Foghorn Library.m4b"]
    assert str(tmp_path / "out" / "The Foghorn Library.m4b") in done.stdout
    assert "3 chapters" in done.stdout
    assert re.search(r"\b[678]\d\d words", done.stdout)
    assert re.search(r"\d+ × real time", done.stdout)
    assert "Imprint (" in done.stdout
    stages = [line.partition(":")[0] for line in done.stderr.splitlines()]
    assert stages[:2] == ["starting", "uploading"]
    assert not any("\x1b" in line for line in stages)


def test_convert_as_json(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "book.epub").write_bytes(epub({"One": ["First."], "Two": ["Second."]}, title="Two Words"))
    arguments = ("--out", tmp_path, "--voice", "espeak:en-us", "--title", "Other: Words", "--json")
    done = run(environment, "convert", tmp_path / "book.epub", *arguments)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert set(result) == {"artifacts", "title", "author", "duration_ms", "chapters", "wall_s"}
    assert result["artifacts"] == [str(tmp_path / "Other Words.m4b")]
    assert (tmp_path / "Other Words.m4b").stat().st_size > 1_000
    assert (result["title"], result["author"]) == ("Other: Words", "An Author")
    assert [set(chapter) for chapter in result["chapters"]] == [{"title", "start_ms", "duration_ms", "characters"}] * 2
    assert result["chapters"][0]["start_ms"] == 0
    assert sum(c["duration_ms"] for c in result["chapters"]) == pytest.approx(result["duration_ms"], abs=2)
    assert 0 < result["wall_s"] < SECONDS


def test_a_file_of_the_same_name_is_replaced(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "book.epub").write_bytes(epub({"One": ["First."]}))
    (tmp_path / "A Book.m4b").write_bytes(b"from yesterday")
    assert run(environment, "convert", tmp_path / "book.epub", "--out", tmp_path).returncode == 0
    assert (tmp_path / "A Book.m4b").stat().st_size > 1_000


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("convert", "nowhere.epub"), "nowhere.epub"),
        (("convert", "."), "there is no file"),
        (("convert",), "BOOK"),
        (("convert", __file__, "--speed", "9"), "--speed"),
        (("convert", __file__, "--out", __file__), "directory"),
        (("convert", __file__, "--voice", "espeak:klingon-opera"), "ebookvoice voices"),
        (("convert", __file__, "--voice", "loud"), "ebookvoice voices"),
        (("serve", "--port", "http"), "port"),
        (("sing",), "sing"),
        ((), "COMMAND"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_a_usage_line(
    environment: dict[str, str], arguments: Sequence[str], complaint: str
) -> None:
    done = run(environment, *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("usage: ebookvoice")
    assert complaint in done.stderr
    assert done.stdout == ""


def test_usage_as_json(environment: dict[str, str]) -> None:
    done = run(environment, "convert", "nowhere.epub", "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "usage"


@pytest.mark.parametrize(("content", "code"), [(b"\x00\x01\x02\x03" * 99, "not_a_book"), (b"", "no_text")])
def test_a_refused_book_ends_with_3_and_its_code(
    environment: dict[str, str], tmp_path: Path, content: bytes, code: str
) -> None:
    (tmp_path / "book.epub").write_bytes(content)
    done = run(environment, "convert", tmp_path / "book.epub", "--out", tmp_path / "out", "--json")
    assert done.returncode == 3
    assert code in done.stderr
    assert json.loads(done.stdout)["error"]["code"] == code
    assert list((tmp_path / "out").iterdir()) == []


def test_an_edge_voice_speaks_every_word(environment: dict[str, str], tmp_path: Path) -> None:
    """Through the service's real protocol; its stand-in took down what it spoke."""
    book = build(tmp_path / "sample.epub")
    with edge_service() as service:
        there = {**environment, "EBOOKVOICE_EDGE_URL": service.base}
        done = run(there, "convert", book, "--voice", "edge:en-US-AriaNeural", "--out", tmp_path, "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert len("".join(service.spoken)) == sum(chapter["characters"] for chapter in result["chapters"])
    with av.open(result["artifacts"][0]) as file:
        assert file.streams.audio[0].rate == 24_000


def test_an_interrupted_conversion_leaves_nothing_behind(tmp_path: Path, environment: dict[str, str]) -> None:
    environment = {**environment, "EBOOKVOICE_HOME": str(tmp_path / "home")}
    (tmp_path / "book.epub").write_bytes(novel(3, chapters=8, characters=20_000))
    words = [*COMMAND, "convert", str(tmp_path / "book.epub"), "--out", str(tmp_path / "out")]
    with subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("speaking"):
                process.send_signal(signal.SIGINT)
                break
        rest = process.stderr.read()
        assert process.wait(SECONDS) == 130
    assert "Traceback" not in rest
    assert list((tmp_path / "out").iterdir()) == []
    assert processes_of(environment["EBOOKVOICE_HOME"]) == []
    with Cloud(tmp_path / "home") as cloud, psycopg.connect(cloud.database_url("postgres")) as database:
        assert database.execute("select state from jobs").fetchall() == [("cancelled",)]


def test_bars_are_drawn_on_a_terminal(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "book.epub").write_bytes(epub({"One": ["First."], "Two": ["Second."]}))
    words = [*COMMAND, "convert", str(tmp_path / "book.epub"), "--out", str(tmp_path)]
    ours, theirs = pty.openpty()
    with subprocess.Popen(words, env={**environment, "TERM": "xterm"}, stderr=theirs) as process:
        os.close(theirs)
        shown = b"".join(_output_of(ours)).decode()
        assert process.wait(SECONDS) == 0
    assert re.search(r"Reading +█+ 2 chapters", shown)
    assert re.search(r"Speaking +█+ 100%  2 of 2 chapters", shown)
    assert re.search(r"Binding +█+", shown)


def test_serve_shows_the_mails_that_nobody_else_gets(environment: dict[str, str]) -> None:
    """A developer signs up, reads the code off the console, and is in."""
    words = [*COMMAND, "serve", "--port", "0"]
    with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = re.search(r"http://\S+", process.stdout.readline())
        assert address
        program = Program(address[0])
        account = {"email": "developer@example.com", "password": "reads mails off the console"}
        assert program.call("POST", "/api/auth/signup", {"email": account["email"]})[0] == 202
        shown = ""
        for line in process.stdout:
            shown += line
            if code := re.search(r"(?<!\S)\d{6}(?!\S)", line):
                break
        assert "Mail to developer@example.com: " in shown
        assert code
        entered = program.enter("/api/auth/signup/confirm", {**account, "code": code[0]})
        assert entered["user"]["email"] == account["email"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0


def test_a_home_of_before_is_used_on(tmp_path: Path, environment: dict[str, str], home: Path) -> None:
    """The account that the home has is the one that the next run signs in to."""
    (tmp_path / "book.epub").write_bytes(epub({"One": ["First."]}))
    for _ in range(2):
        assert run(environment, "convert", tmp_path / "book.epub", "--out", tmp_path).returncode == 0
    with Cloud(home) as cloud, psycopg.connect(cloud.database_url("postgres")) as database:
        statement = "select count(*) from users where email like '%@ebookvoice.invalid'"
        assert database.execute(statement).fetchone() == (1,)
        account = json.loads((home / "account.json").read_text())
        assert len(cloud.mails(account["email"])) == 1


def test_a_home_in_use_is_left_alone(tmp_path: Path, environment: dict[str, str], served: str) -> None:
    (tmp_path / "book.epub").write_bytes(epub({"One": ["First."]}))
    done = run(environment, "convert", tmp_path / "book.epub", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "temporary home" in done.stderr
    assert exchange("GET", f"{served}/api/health", {}, None)[0] == 200


def test_a_second_server_on_the_same_home_is_told_so(environment: dict[str, str], served: str) -> None:
    done = run(environment, "serve", "--port", "0")
    assert done.returncode == 2
    assert "EBOOKVOICE_HOME" in done.stderr


def test_voices(environment: dict[str, str]) -> None:
    done = run(environment, "voices", "--language", "en", "--json")
    assert done.returncode == 0, done.stderr
    voices = json.loads(done.stdout)["voices"]
    assert "espeak:en-gb" in {voice["id"] for voice in voices}
    assert all(voice["language"].lower().split("-")[0] == "en" for voice in voices)
    assert set(voices[0]) == {"id", "name", "language", "gender", "engine", "quality", "multilingual"}
    assert "espeak:de " in run(environment, "voices").stdout


def test_version(environment: dict[str, str]) -> None:
    assert re.fullmatch(r"ebookvoice \d+\.\d+\.\d+\n", run(environment, "--version").stdout)


@pytest.fixture
def served(environment: dict[str, str]) -> Iterator[str]:
    """A service that somebody runs on the home; its address."""
    words = [*COMMAND, "serve", "--port", "0"]
    with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = re.search(r"http://\S+", process.stdout.readline())
        assert address
        yield address[0]
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
    until(lambda: processes_of(environment["EBOOKVOICE_HOME"]) == [], "the end of all processes")


def processes_of(home: str) -> list[int]:
    """List the processes that have the home in their command line or environment."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            facts = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
            if home.encode() in facts and int(entry.name) != os.getpid():
                found.append(int(entry.name))
    return found


def _output_of(terminal: int) -> Iterator[bytes]:
    # Linux reports the other end's hanging up as EIO.
    with suppress(OSError):
        while block := os.read(terminal, 4_096):
            yield block
    os.close(terminal)

"""Natural voices from a shell, while the service that they come from has a bad day, or the machine has one."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.e2e.books import Chapters, epub
from tests.e2e.neural import VOICE, check_recited, lines, tale
from tests.e2e.reader import until
from tests.e2e.turns import turns_out
from tests.standins.edge import EdgeService, Fault, edge_service, mixed

PATIENCE = 240.0
ROOT = Path(__file__).parents[2]
FAULTS = {Fault.CUT_SHORT: 0.1, Fault.NO_AUDIO: 0.2, Fault.SHORT_AUDIO: 0.05, Fault.LEFT_OUT: 0.05}


@dataclass(frozen=True)
class Shell:
    """A shell in which a book is converted, again and again, with the same words."""

    command: list[str]
    environment: Mapping[str, str]

    @classmethod
    def of(cls, directory: Path, told: Chapters, service: EdgeService) -> "Shell":
        book = directory / "book.epub"
        book.write_bytes(epub(told))
        wanted = ["--voice", f"edge:{VOICE}", "--out", str(directory), "--formats", "m4b,captions", "--json"]
        paths = os.pathsep.join((str(ROOT), str(ROOT / "layers" / "core")))
        there = {"EBOOKVOICE_HOME": str(directory / "home"), "EBOOKVOICE_EDGE_URL": service.base, "PYTHONPATH": paths}
        command = [sys.executable, "-m", "local.cli", "convert", str(book), *wanted]
        return cls(command, {**os.environ, **there})

    def characters(self) -> int:
        """Convert the book; return the number of characters that were spoken."""
        done = subprocess.run(self.command, env=self.environment, capture_output=True, text=True, timeout=PATIENCE)
        assert done.returncode == 0, done.stderr
        return sum(int(chapter["characters"]) for chapter in json.loads(done.stdout)["chapters"])

    def begun(self) -> "subprocess.Popen[bytes]":
        """Begin to convert the book."""
        return subprocess.Popen(
            self.command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


def test_a_bad_day_of_the_service_leaves_out_nothing(tmp_path: Path) -> None:
    told = tale(6, chapters=2, paragraphs=5)
    with edge_service(mixed(FAULTS, seed=6)) as service:
        assert Shell.of(tmp_path, told, service).characters() == sum(map(len, lines(told)))
    check_recited(told, service)
    assert service.handshakes > len(lines(told)), "it was a good day"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the functions outlive a supervisor that is killed")
def test_a_command_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    told = tale(7, chapters=2, paragraphs=12)
    with edge_service(first_byte=0.3) as service:
        shell = Shell.of(tmp_path, told, service)
        begun = shell.begun()
        until(lambda: 2 * len(service.recited) >= len(lines(told)), "half of the book", every=0.002)
        killed = datetime.now(UTC)
        begun.kill()
        begun.wait()
        until(lambda: service.crowd.connections == 0, "the end of all connections", every=0.002)
        in_flight = turns_out(tmp_path / "home", killed)
        assert len(service.recited) < len(lines(told))
        assert shell.characters() == sum(map(len, lines(told)))
    check_recited(told, service)
    asked = sum(service.tries.values())
    print(f"in flight {in_flight}, asked {asked} times for {len(lines(told))}")  # noqa: T201
    assert asked - len(lines(told)) <= in_flight

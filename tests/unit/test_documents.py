"""The documents name files that are there, link to what exists, and draw what there is."""

import importlib
import re
from pathlib import Path

import pytest

from ebookvoice.domain.states import JobState, Queue
from local.describe.section import anchor

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FOLDERS = ("bridge", "docs", "events", "functions", "layers", "local", "requirements", "supabase", "tests")

named = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


def prose(document: Path) -> str:
    """Read a document without its blocks of code, in which other rules hold."""
    return re.sub(r"^```.*?^```$", "", document.read_text(), flags=re.DOTALL | re.MULTILINE)


@named
def test_every_file_that_is_named_is_there(document: Path) -> None:
    paths = re.findall(rf"`((?:{'|'.join(FOLDERS)})/[\w./-]*)`", prose(document))
    assert [path for path in paths if not (ROOT / path).exists()] == []


@named
def test_every_link_leads_somewhere(document: Path) -> None:
    dead = []
    for path, _, heading in re.findall(r"\]\((?!https?:)([^)#]*)(#([^)]*))?\)", prose(document)):
        target = document.parent / path if path else document
        headings = re.findall(r"^#+ (.+)$", prose(target), re.MULTILINE) if target.suffix == ".md" else []
        if not target.exists() or (heading and heading not in map(anchor, headings)):
            dead.append(f"{path}#{heading}")
    assert dead == []


def test_each_threat_is_shown_by_tests_that_are_there() -> None:
    rows = re.findall(r"^\|(?! (?:threat|who|---)|---)(.+)\|$", prose(ROOT / "docs" / "security.md"), re.MULTILINE)
    threats = [cells for row in rows if len(cells := row.split(" | ")) == 3]
    assert len(threats) > 30
    unproved = [threat for threat, _, shown in threats if not re.search(r"`tests/[\w/]+\.py`", shown)]
    assert unproved == []


ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
FLOW, LIFE = re.findall(r"^```mermaid\n(.*?)^```$", ARCHITECTURE, re.DOTALL | re.MULTILINE)


def test_the_first_diagram_shows_every_function_and_every_queue_of_jobs() -> None:
    template = (ROOT / "template.yaml").read_text()
    functions = re.findall(r"^  (\w+):\n    Type: AWS::Serverless::Function$", template, re.MULTILINE)
    assert set(re.findall(r"\w+Function\b", FLOW)) == set(functions)
    assert {name.lower() for name in re.findall(r"(\w+)Queue\b", FLOW)} == {str(queue) for queue in Queue}


def test_the_second_diagram_shows_every_state_of_a_job() -> None:
    transitions = re.findall(r"^  (\S+) --> ([^\s:]+)", LIFE, re.MULTILINE)
    assert {state for transition in transitions for state in transition} - {"[*]"} == {str(state) for state in JobState}
    ended = {start for start, end in transitions if end == "[*]"}
    assert ended == {str(state) for state in JobState if state.terminal}


def test_every_statement_that_is_told_is_there() -> None:
    told = re.findall(r"`(jobs|segments|chapters|assemblies)\.(\w+)`", ARCHITECTURE)
    assert len(told) >= 10
    for module, name in told:
        classes = vars(importlib.import_module(f"ebookvoice.adapters.postgres.{module}")).values()
        assert any(name in vars(found) for found in classes if isinstance(found, type)), f"{module}.{name}"

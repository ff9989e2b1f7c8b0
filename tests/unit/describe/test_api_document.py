"""docs/api.md: it is up to date, it tells of every operation, and what it says of each is so."""

import re
from pathlib import Path

import pytest

from functions.api.app import app
from local.describe.document import document
from local.describe.examples import Example, examples
from local.describe.limits import COUNTED
from local.describe.operations import operations
from local.describe.section import anchor
from local.describe.variables import VARIABLES

API = Path(__file__).parents[3] / "docs" / "api.md"
OPERATIONS = {operation.name: operation for operation in operations(app.openapi())}


def test_it_is_what_the_generator_writes() -> None:
    assert API.read_text() == document(app.openapi()), "make docs"


def test_every_operation_has_an_example_and_nothing_else_does() -> None:
    assert examples().keys() == OPERATIONS.keys()


@pytest.mark.parametrize("example", examples().values(), ids=examples())
def test_an_example_is_one_call_of_its_operation(example: Example) -> None:
    [call] = re.findall(r"^curl .*(?:\n  .*)*", example.script, re.MULTILINE)
    [path] = re.findall(r'"\$API(/[^"?]*)', call)
    sends = re.search(r" (-d|-F|--data-binary) ", call) is not None
    [method] = re.findall(r" -X (\w+) ", call) or ["POST" if sends else "GET"]
    wanted_method, wanted_path = example.operation.split()
    assert method == wanted_method
    assert re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(wanted_path)), path)


@pytest.mark.parametrize("example", examples().values(), ids=examples())
def test_somebody_shows_who_they_are_where_it_matters(example: Example) -> None:
    shown = re.findall(r"Authorization: Bearer \$(\w+)", example.script)
    operation = OPERATIONS[example.operation]
    administers = "forbidden" in operation.codes
    assert shown == (["ADMIN_TOKEN" if administers else "TOKEN"] if operation.signed_in else [])


def test_every_variable_comes_from_somewhere_and_goes_somewhere() -> None:
    given = {"API", *VARIABLES, *(name for example in examples().values() for name in example.kept)}
    used: set[str] = set()
    for example in examples().values():
        own = set(re.findall(r"^([A-Z0-9_]+)=", example.script, re.MULTILINE))
        used |= set(re.findall(r"\$([A-Z0-9_]+)", example.script)) - own
    # The secret of an authenticator app goes into the app, on which codes are read.
    assert used == given - {"TOTP_SECRET"}


def test_what_is_refused_over_a_limit_names_the_limit() -> None:
    counted = {name for limit in COUNTED.values() for name in limit.operations}
    assert counted == {operation.id for operation in OPERATIONS.values() if "rate_limited" in operation.codes}


def test_every_link_within_the_document_leads_somewhere() -> None:
    text = API.read_text()
    headings = {anchor(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    links = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert len(links) > len(OPERATIONS)
    assert links - headings == set()


def test_every_code_is_told_with_its_sentence() -> None:
    told = set(re.findall(r"^\| `(\w+)` \| \d{3} \| .+ \|$", API.read_text(), re.MULTILINE))
    assert {code for operation in OPERATIONS.values() for code in operation.codes} <= told


def test_every_operation_says_what_its_parameters_are() -> None:
    silent = [
        (operation.name, parameter["name"])
        for operation in OPERATIONS.values()
        for parameter in operation.parameters
        if not parameter.get("description")
    ]
    assert silent == []

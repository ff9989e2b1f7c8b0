"""The bars of cold starts, and what a function finds on its path in a package."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.cold_start_packages import BARE, import_seconds, without_bytecode
from benchmarks.cold_start_report import Cost, Verdict
from local import packages
from local.packages import NotBuiltError, Package, check_built, find_packages


def verdict(**compiled: float) -> Verdict:
    return Verdict({name: Cost(seconds, 2 * seconds) for name, seconds in compiled.items()})


@pytest.mark.parametrize(
    ("api", "sweep", "over"),
    [(1.35, 1.35, []), (1.36, 1.36, ["ApiFunction"]), (1.2, 1.21, ["SweepFunction"]), (0.5, 0.5, [])],
)
def test_the_api_may_cost_a_third_more_than_a_bare_one_and_the_others_no_more_than_the_api(
    api: float, sweep: float, over: list[str]
) -> None:
    assert verdict(bare=1.0, ApiFunction=api, SweepFunction=sweep).over == over


def test_the_report_says_what_byte_code_saves() -> None:
    *_, api, last = verdict(bare=0.2, ApiFunction=0.25).lines()
    assert api.split() == ["ApiFunction", "250", "1.25", "270", "500", "50%"]
    assert last == "all within the bars"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    """Make a package with a layer, and a runtime, that its handler needs."""
    host = tmp_path / "host"
    for part, source in (
        ("task/handlers.py", "import layered, runtime_sdk"),
        ("layer/python/layered.py", ""),
        ("runtime/runtime_sdk.py", ""),
    ):
        path = host / part
        path.parent.mkdir(parents=True)
        path.write_text(source)
        mode = ["--invalidation-mode", "unchecked-hash"]
        subprocess.run([sys.executable, "-m", "compileall", "-q", *mode, path.parent], check=True)
    monkeypatch.setattr("benchmarks.cold_start_packages.HOST", host)
    return Package(host / "task", (host / "layer" / "python",), host / "runtime", "handlers.handler")


def test_a_package_is_imported_with_its_layers_and_the_runtime(package: Package) -> None:
    assert import_seconds(package) > 0


def test_nothing_else_is_found(package: Package) -> None:
    (package.task / "another.py").write_text("import pytest")
    with pytest.raises(subprocess.CalledProcessError):
        import_seconds(replace(package, handler="another.handler"))


def test_byte_code_is_believed_whatever_the_source_says(package: Package, tmp_path: Path) -> None:
    """As on Lambda; the copy that has none runs the source."""
    plain = without_bytecode({BARE: package}, tmp_path / "plain")[BARE]
    (package.task / "handlers.py").write_text("raise SystemExit('the source')")
    assert import_seconds(package) > 0
    assert next(plain.task.rglob("*.pyc"), None) is None
    with pytest.raises(subprocess.CalledProcessError):
        import_seconds(plain)


def test_a_package_of_another_python_is_refused(package: Package) -> None:
    check_built(package)
    for compiled in package.runtime.rglob("*.pyc"):
        compiled.rename(compiled.with_name("runtime_sdk.cpython-30.pyc"))
    with pytest.raises(NotBuiltError, match="make host"):
        check_built(package)


def test_packages_are_those_of_the_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "check_built", lambda _: None)
    found = find_packages(tmp_path)
    assert found["AuthorizerFunction"] == Package(
        tmp_path / "functions/api",
        (tmp_path / "layers/core/python",),
        tmp_path / ".ci/runtime",
        "functions.api.authorizer.handler",
    )
    assert found["IngestFunction"].layers == (tmp_path / "layers/media/python", tmp_path / "layers/core/python")
    assert found["IngestFunction"].module == "functions.convert.ingest"

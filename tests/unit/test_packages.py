"""What is looked for in the built packages, and that each fault is found."""

import importlib
import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.unit.template.cloudformation import ROOT

ELF = b"\x7fELF" + bytes(14)
ARM64, X86_64 = ELF + b"\xb7\x00", ELF + b"\x3e\x00"
UNCHECKED, BY_DATE = (flags.to_bytes(4, "little") for flags in (1, 0))


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> dict[str, ModuleType]:
    monkeypatch.syspath_prepend(str(ROOT / ".ci"))
    names = ("weights", "packages", "twins")
    for name in names:
        monkeypatch.delitem(sys.modules, name, raising=False)
    return {name: importlib.import_module(name) for name in names}


def write(package: Path, name: str, content: bytes = b"") -> Path:
    path = package / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def module(package: Path, name: str, source: str = "", flags: bytes = UNCHECKED) -> None:
    path = write(package, name, source.encode())
    compiled = f"__pycache__/{path.stem}.{sys.implementation.cache_tag}.pyc"
    write(path.parent, compiled, importlib.util.MAGIC_NUMBER + flags + bytes(8))


def built(tmp_path: Path) -> Path:
    """Make the packages of a whole build, small and faultless."""
    build = tmp_path / "build"
    module(build, "CoreLayer/python/ebookvoice/domain.py", "import json\nimport dep")
    module(build, "CoreLayer/python/dep.py")
    record = b"dep.py,sha256=x,0\ndep-1.dist-info/RECORD,,\n"
    write(build, "CoreLayer/python/dep-1.dist-info/RECORD", record)
    write(build, "CoreLayer/python/dep-1.dist-info/METADATA", b"Metadata-Version: 2.1\nName: dep\nVersion: 1\n")
    module(build, "ApiFunction/functions/api/app.py", "import ebookvoice\nimport boto3")
    write(build, "ApiFunction/native.so", ARM64)
    return build


def test_a_faultless_build_is_let_through(tmp_path: Path, tools: dict[str, ModuleType]) -> None:
    assert tools["packages"].check(built(tmp_path)) == []


def test_no_build_is_a_fault(tmp_path: Path, tools: dict[str, ModuleType]) -> None:
    assert tools["packages"].check(tmp_path) == [f"nothing was built in {tmp_path}"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("native.so", X86_64, "is not for arm64"),
        ("native.cpython-313-x86_64-linux-gnu.so.1", X86_64, "is not for arm64"),
        ("dep/types.pyi", b"", "should not be in there"),
        ("boto3/client.txt", b"", "should not be in there"),
        ("lonely.py", b"", "has no byte code"),
        ("functions/api/__pycache__/app.{tag}.pyc", importlib.util.MAGIC_NUMBER + BY_DATE, "has no byte code"),
        ("functions/api/app.py", b"import psycopg", "imports psycopg, which is not in the package"),
    ],
)
def test_a_fault_is_found(tmp_path: Path, tools: dict[str, ModuleType], name: str, content: bytes, told: str) -> None:
    build = built(tmp_path)
    write(build / "ApiFunction", name.format(tag=sys.implementation.cache_tag), content)
    (fault,) = tools["packages"].check(build)
    assert told in fault


def test_a_package_over_its_budget_is_found(
    tmp_path: Path, tools: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tools["packages"].BUDGETS, "ApiFunction", 1)
    build = built(tmp_path)
    write(build, "ApiFunction/data", bytes(1 << 20))
    assert tools["packages"].check(build) == ["ApiFunction is too large: 1.0 MiB"]


def test_a_dependency_weighs_what_its_record_names_and_its_byte_code(
    tmp_path: Path, tools: dict[str, ModuleType]
) -> None:
    weighed = tools["weights"].weights(built(tmp_path) / "CoreLayer")
    layer = tmp_path / "build" / "CoreLayer" / "python"
    named = [*layer.glob("__pycache__/dep.*"), layer / "dep.py", layer / "dep-1.dist-info" / "RECORD"]
    assert weighed["dep"] == sum(file.stat().st_size for file in named)
    assert sum(weighed.values()) == sum(file.stat().st_size for file in layer.rglob("*") if file.is_file())


def test_equal_packages_are_weighed_once(tmp_path: Path, tools: dict[str, ModuleType]) -> None:
    build = built(tmp_path)
    module(build, "AuthorizerFunction/functions/api/app.py", "import ebookvoice\nimport boto3")
    write(build, "AuthorizerFunction/native.so", ARM64)
    sizes = {package.name: 1.0 for package in build.iterdir()}
    written = list(tools["weights"].lines(sorted(build.iterdir()), sizes))
    assert "     1.0 MiB  ApiFunction, AuthorizerFunction" in written


@pytest.fixture
def builds(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Make a build, the same once more, and the same for another processor."""
    build, again, host = built(tmp_path), tmp_path / "again", tmp_path / "host"
    for other in (again, host):
        shutil.copytree(build / "CoreLayer", other / "layers" / "core")
        shutil.copytree(build / "ApiFunction", other / "functions" / "api")
    write(host, "functions/api/native.so", X86_64)
    write(host, "layers/core/python/dep-1.dist-info/WHEEL", b"Tag: x86_64")
    return build, again, host


def test_equal_builds_are_let_through(builds: tuple[Path, Path, Path], tools: dict[str, ModuleType]) -> None:
    assert list(tools["twins"].compare(*builds)) == []


@pytest.mark.parametrize(
    ("other", "name", "told"),
    [
        ("again", "native.so", "ApiFunction: native.so is another one in a second build"),
        ("again", "new.txt", "ApiFunction: new.txt is another one in a second build"),
        ("host", "new.txt", "ApiFunction: new.txt is another one in the package for this machine"),
    ],
)
def test_builds_that_differ_are_found(
    builds: tuple[Path, Path, Path], tools: dict[str, ModuleType], other: str, name: str, told: str
) -> None:
    _, again, host = builds
    write({"again": again, "host": host}[other], f"functions/api/{name}", b"another")
    assert list(tools["twins"].compare(*builds)) == [told]

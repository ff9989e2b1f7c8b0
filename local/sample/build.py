"""Pack the sample book: `python -m local.sample.build TARGET`."""

import sys
import tempfile
import zipfile
from pathlib import Path

SOURCES = Path(__file__).parent / "book"
MIMETYPE = b"application/epub+zip"
DATED = (2026, 11, 21, 0, 0, 0)
"""One date for every entry, so that the same sources always give the same bytes."""


def build(target: Path) -> Path:
    """Write the EPUB to `target`, all or nothing; the `mimetype` entry comes first and stored (EPUB OCF 3.3, 4.3)."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as workshop:
        draft = Path(workshop) / target.name
        with zipfile.ZipFile(draft, "w") as archive:
            archive.writestr(_entry("mimetype", zipfile.ZIP_STORED), MIMETYPE)
            for source in sorted(path for path in SOURCES.rglob("*") if path.is_file()):
                name = source.relative_to(SOURCES).as_posix()
                archive.writestr(_entry(name, zipfile.ZIP_DEFLATED), source.read_bytes())
        return draft.replace(target)


def _entry(name: str, compression: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, DATED)
    entry.compress_type = compression
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


if __name__ == "__main__":
    build(Path(sys.argv[1]))

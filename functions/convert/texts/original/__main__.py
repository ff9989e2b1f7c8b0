"""The process that opens an original: `python -m functions.convert.texts.original UPLOAD DIRECTORY PARENT`.

In the directory it finds the narration, and writes there the files of the read-along that are new, packed, and the
recipe of the whole. On standard output it says in JSON {"unfit": null}, or why the original can't be used; it ends with
status 1 only for a fault of ours.
"""

import json
import sys
from pathlib import Path

from functions.convert.confined import confine
from functions.convert.texts.original.limits import BOUNDS


def main(upload: Path, directory: Path, parent: int) -> dict[str, str | None]:
    """Bind an original within bounds; return what is to be told."""
    confine(BOUNDS, parent)
    # Only now: whatever these modules do is bounded too.
    from ebookvoice.domain.errors import BookRefusedError, TooComplexError
    from functions.convert.texts.original.errors import UnfitError

    try:
        _bind(upload, directory)
    except UnfitError as error:
        return {"unfit": str(error)}
    except BookRefusedError as refusal:
        return {"unfit": refusal.code}
    except (MemoryError, RecursionError):
        return {"unfit": TooComplexError.code}
    return {"unfit": None}


def _bind(upload: Path, directory: Path) -> None:
    from functions.convert.readers.archive import open_archive
    from functions.convert.texts.original.binding import bind
    from functions.convert.texts.original.narration import Narration
    from functions.convert.texts.original.recipe import MADE, NARRATION, RECIPE, write_recipe
    from functions.convert.texts.original.source import Source

    narration = Narration.read(directory / NARRATION)
    with open_archive(upload) as archive, (directory / MADE).open("wb") as made:
        recipe = write_recipe(bind(Source(upload, archive), narration, made))
    (directory / RECIPE).write_bytes(recipe)


if __name__ == "__main__":
    upload, directory, parent = sys.argv[1:]
    sys.stdout.write(json.dumps(main(Path(upload), Path(directory), int(parent))))

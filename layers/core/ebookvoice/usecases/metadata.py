"""metadata.json: what lies beside the audio and tells what it is, with the certificate."""

import json
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from ebookvoice.domain.certificate import Certificate
from ebookvoice.ports.records.assemblies import Artifact, AssemblyTask
from ebookvoice.ports.records.chapters import FinishedChapter


def describe(
    task: AssemblyTask, chapters: Sequence[FinishedChapter], certificate: Certificate, files: Sequence[Artifact]
) -> bytes:
    """Write metadata.json; times in milliseconds, sizes in bytes, digests are SHA-256 in base64."""
    document = {
        "id": str(task.job_id),
        "title": task.title,
        "authors": task.authors,
        "language": task.language,
        **{name: value for name, value in task.metadata.items() if value is not None},
        "chapters": _chapters(chapters, task.sample_rate),
        "duration_ms": _milliseconds(sum(chapter.samples for chapter in chapters), task.sample_rate),
        "files": [
            {"format": file.format, "filename": file.filename, "size": file.size, "sha256": file.sha256}
            for file in files
        ],
        "certificate": certificate.to_fields(),
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def _chapters(chapters: Sequence[FinishedChapter], sample_rate: int) -> list[dict[str, Any]]:
    starts = accumulate((chapter.samples for chapter in chapters), initial=0)
    return [
        {
            "number": chapter.number + 1,
            "title": chapter.title,
            "start_ms": _milliseconds(start, sample_rate),
            "end_ms": _milliseconds(start + chapter.samples, sample_rate),
        }
        for chapter, start in zip(chapters, starts, strict=False)
    ]


def _milliseconds(samples: int, sample_rate: int) -> int:
    return round(samples * 1000 / sample_rate)

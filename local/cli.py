"""The command line `ebookvoice`: arguments in, one command, an exit status out."""

import argparse
import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict
from types import FrameType

from local.arguments import parse
from local.ending import Ending, Exit, Interrupted, UsageError, ending_of

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        with _stoppable():
            _run(words)
    except (Exception, KeyboardInterrupt) as error:
        ending = ending_of(error)
        if ending is None:  # a defect, and its traceback says more than a sentence could
            raise
        _report(ending, as_json="--json" in words)
        return ending.status
    return Exit.DONE


def _run(words: Sequence[str]) -> None:
    commands = {"convert": _convert, "inspect": _inspect, "serve": _serve, "upload": _upload, "voices": _voices}
    options = parse(words, {**commands, "replicate": _replicate, "restore": _restore, "doctor": _doctor})
    try:
        options.run(options)
    except UsageError as error:
        raise UsageError(str(error), options.usage) from error


def _convert(options: argparse.Namespace) -> None:
    # Commands are imported when they run: `ebookvoice --help` need not load an HTTP server and a speech engine.
    from ebookvoice.domain.choice import Choice, NotesPolicy
    from local.choosing import pronunciations_of
    from local.commands.convert import Order, convert
    from local.directing import direction_of
    from local.progress import progress_on
    from local.summary import as_json, as_text

    listed = pronunciations_of(options.pronunciations) if options.pronunciations else ()
    choice = Choice(options.chapters, notes=NotesPolicy(options.notes), pronunciations=listed)
    wanted = (direction_of(options), options.formats)
    order = Order(options.book, options.out, options.voice, options.title, options.cover, choice, *wanted)
    with closing(progress_on(sys.stderr)) as progress:
        converted = convert(order, progress, _say)
    print(as_json(converted) if options.json else as_text(converted, order.book, order.choice))


def _inspect(options: argparse.Namespace) -> None:
    from ebookvoice.domain.choice import Choice, NotesPolicy
    from local.commands.inspect import inspect
    from local.outline import as_json, as_script, as_text

    inspected = inspect(options.book, Choice(options.parts, notes=NotesPolicy(options.notes)))
    show = as_json if options.json else as_script if options.text else as_text
    _show(show(inspected))


def _serve(options: argparse.Namespace) -> None:
    from local.commands.serve import serve

    serve(options.port, lambda line: print(line, flush=True), options.storage)


def _upload(options: argparse.Namespace) -> None:
    from local.commands.upload import upload
    from local.progress import progress_on

    with closing(progress_on(sys.stderr)) as progress:
        file = upload(options.file, options.url, "picture" if options.picture else "book", progress)
    print(json.dumps(file, ensure_ascii=False) if options.json else f"{file['id']} {file['state']}")


def _voices(options: argparse.Namespace) -> None:
    from local.commands.voices import voices

    found = voices(options.engine, options.language, options.gender)
    if options.json:
        print(json.dumps({"voices": [asdict(voice) for voice in found]}, ensure_ascii=False))
        return
    for voice in found:
        print(f"{voice.id:36} {voice.language:12} {voice.gender or '-':8} {voice.quality:8} {voice.name}")


def _replicate(options: argparse.Namespace) -> None:
    from local.commands.replicate import replicate

    replicate(print, dry_run=options.dry_run, force_deletes=options.force_deletes)


def _restore(options: argparse.Namespace) -> None:
    from local.commands.restore import check, restore

    if options.check:
        check(print, options.check, dry_run=options.dry_run)
    else:
        restore(print, dry_run=options.dry_run, deep=options.deep)


def _doctor(options: argparse.Namespace) -> None:
    from local.commands.doctor import doctor
    from local.doctor.showing import as_json, as_line, as_sum, well

    findings = doctor(options.env, (lambda _: None) if options.json else lambda finding: _show(as_line(finding)))
    _show(as_json(options.env, findings) if options.json else as_sum(findings))
    if not well(findings):
        # What is wrong was said already.
        sys.exit(Exit.UNFINISHED)


def _show(text: str) -> None:
    """Print what may be long; whoever reads no further has read enough."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # Python flushes once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _report(ending: Ending, as_json: bool) -> None:
    _say(f"{ending.usage}ebookvoice: {ending.code}: {ending.message}")
    if as_json:
        print(json.dumps({"error": {"code": ending.code, "message": ending.message}}, ensure_ascii=False))


@contextmanager
def _stoppable() -> Iterator[None]:
    """Turn the signals that ask for an end into one exception, so that everything that is open gets closed."""

    def stop(number: int, _: FrameType | None) -> None:
        for other in STOPPING:
            signal.signal(other, signal.SIG_IGN)
        raise Interrupted(number)

    before = [(number, signal.signal(number, stop)) for number in STOPPING]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


if __name__ == "__main__":
    sys.exit(main())

"""The arguments of the command line."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from ebookvoice import __version__
from ebookvoice.domain.choice import NotesPolicy
from local.choosing import parts_of
from local.directing import add_direction, add_formats
from local.ending import UsageError

STATUSES = (
    "Exit status: 0 done, 1 something is left to do, 2 usage, 3 the book was refused, 4 the command failed, "
    "130 interrupted."
)
DEFAULT_PORT = 8000

Command = Callable[[argparse.Namespace], None]


class _Parser(argparse.ArgumentParser):
    """Lets a bad option end like everything else that ends a run."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, self.format_usage())


def parse(words: Sequence[str], commands: Mapping[str, Command]) -> argparse.Namespace:
    """Read the arguments; `run` of the result is the command, `usage` its usage line. Raises UsageError."""
    parser = _Parser(prog="ebookvoice", description="Turn e-books into chaptered audiobooks.", epilog=STATUSES)
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    rooms = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _describe_convert(rooms.add_parser("convert", help="make an audiobook of a book", epilog=STATUSES))
    inspected = "show what an audiobook of a book would hold, and what it would leave out"
    _describe_inspect(rooms.add_parser("inspect", help=inspected, epilog=STATUSES))
    _describe_serve(rooms.add_parser("serve", help="run the whole service on this machine until interrupted"))
    _describe_upload(rooms.add_parser("upload", help="send a book or a picture to a running service", epilog=STATUSES))
    _describe_voices(rooms.add_parser("voices", help="list the voices"))
    _describe_replicate(rooms.add_parser("replicate", help="copy what is kept to the backup store, now"))
    _describe_restore(rooms.add_parser("restore", help="bring back from the backup store what was lost"))
    _describe_doctor(rooms.add_parser("doctor", help="examine a deployment, and say what to do", epilog=STATUSES))
    options = parser.parse_args(words)
    options.run = commands[options.command]
    return options


def _describe_convert(parser: argparse.ArgumentParser) -> None:
    kinds = "an EPUB, PDF, DOCX, ODT, RTF, FB2, HTML, Markdown or plain text file"
    parser.add_argument("book", metavar="BOOK", type=Path, help=kinds)
    parser.add_argument("--voice", metavar="V", help="engine:name, e.g. espeak:en-gb (default: by the book's language)")
    replaced = "where <Title>.m4b and other files go (default: here); those of the same names are replaced"
    parser.add_argument("--out", metavar="DIR", type=Path, default=Path(), help=replaced)
    parser.add_argument("--title", metavar="T", help="another title than the book's own")
    cover = "a picture instead of the book's own cover: PNG, JPEG, WebP or GIF"
    parser.add_argument("--cover", metavar="FILE", type=Path, help=cover)
    _add_choice(parser, "--chapters")
    listed = "how words are spoken: a line each, the word, a tab or =>, and how it is spoken"
    parser.add_argument("--pronunciations", metavar="FILE", type=Path, help=listed)
    add_formats(parser)
    add_direction(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")
    parser.set_defaults(usage=parser.format_usage())


def _describe_inspect(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("book", metavar="BOOK", type=Path, help="the book, of any format that can be converted")
    _add_choice(parser, "--parts")
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="print the plan as the API answers it")
    shown.add_argument("--text", action="store_true", help="print exactly what will be spoken, chapter by chapter")
    parser.set_defaults(usage=parser.format_usage())


def _add_choice(parser: argparse.ArgumentParser, flag: str) -> None:
    parts = "what is read aloud, by the ids that `inspect` shows, e.g. 1-5,8,s1 (default: what is not left out there)"
    parser.add_argument(flag, metavar="IDS", type=parts_of, help=parts)
    notes = "when footnotes and endnotes are read (default: %(default)s)"
    parser.add_argument("--notes", choices=[str(policy) for policy in NotesPolicy], default="omit", help=notes)


def _describe_serve(parser: argparse.ArgumentParser) -> None:
    port = "port of the API, 0 for any that is free (default: %(default)s)"
    parser.add_argument("--port", metavar="N", type=_port, default=DEFAULT_PORT, help=port)
    storage = "whose rules the embedded store keeps to (default: s3, or what this home began with)"
    parser.add_argument("--storage", choices=("s3", "r2"), help=storage)
    parser.set_defaults(usage=parser.format_usage())


def _describe_upload(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="a book, or with --picture a picture")
    url = "where the service answers (default: %(default)s)"
    parser.add_argument("--url", metavar="URL", default=f"http://127.0.0.1:{DEFAULT_PORT}", help=url)
    parser.add_argument("--picture", action="store_true", help="the file is a picture")
    parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")
    parser.set_defaults(usage=parser.format_usage())


def _describe_voices(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", metavar="L", help="a language tag or its beginning, e.g. en or en-GB")
    parser.add_argument("--engine", choices=("espeak", "edge", "openai"), help="list this engine alone")
    parser.add_argument("--gender", choices=("female", "male"), help="list these voices alone")
    parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")
    parser.set_defaults(usage=parser.format_usage())


def _describe_replicate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="only say what would be copied, removed and moved")
    forced = "remove copies of what was deleted, however many they are"
    parser.add_argument("--force-deletes", action="store_true", help=forced)
    parser.set_defaults(usage=parser.format_usage())


def _describe_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="change nothing, only say what would be restored")
    deep = "read every object of the primary store in full, rather than to believe its ETag"
    parser.add_argument("--deep", action="store_true", help=deep)
    checked = "restore nothing, but read N copies in full, picked at random"
    parser.add_argument("--check", metavar="N", type=_count, help=checked)
    parser.set_defaults(usage=parser.format_usage())


def _describe_doctor(parser: argparse.ArgumentParser) -> None:
    env = "the embedded cloud, or a stage of samconfig.toml (default: %(default)s)"
    parser.add_argument("--env", choices=("local", "dev", "staging", "prod"), default="local", help=env)
    parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")
    parser.set_defaults(usage=parser.format_usage())


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (0 to 65535)")
    return int(text)

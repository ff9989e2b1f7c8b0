"""What came of the books of a corpus, beside the bars."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SECONDS = 30.0
MEMORY = 1 << 30
"""The bars: wall time and resident bytes of the process that reads a book."""

_MEBIBYTE = 1 << 20
_VALID_FOLDERS = frozenset({"novels", "epub3-samples"})
_VALID_NAME = re.compile(r"-valid\.\w+$")


@dataclass(frozen=True, slots=True)
class Account:
    """A book: `code` is why it was refused (None: it was read), `crash` what ended its reader before its time."""

    folder: str
    name: str
    code: str | None
    seconds: float
    memory: int
    crash: str | None

    @property
    def valid(self) -> bool:
        """Tell whether its publisher says that it is in order."""
        return self.folder.rpartition("/")[2] in _VALID_FOLDERS or _VALID_NAME.search(self.name) is not None

    @property
    def lost(self) -> bool:
        """Tell whether it should have been read and wasn't; one without any text can't be."""
        return self.valid and self.code not in (None, "no_text")

    @property
    def costly(self) -> bool:
        """Tell whether it took more than a book may."""
        return self.seconds > SECONDS or self.memory > MEMORY


@dataclass(frozen=True, slots=True)
class Report:
    """All the books, in order."""

    accounts: Sequence[Account]

    @property
    def kept(self) -> bool:
        """Tell whether every valid book was read, at a bounded cost, and no reader crashed."""
        return not any(account.lost or account.costly or account.crash for account in self.accounts)

    def lines(self) -> Iterator[str]:
        """Write a table, and what a reader of it asks about."""
        folders = sorted({account.folder for account in self.accounts})
        codes = sorted({account.code for account in self.accounts if account.code})
        yield _row("folder", "files", "read", *codes, "crashed", "slowest", "memory", codes=codes)
        for folder in folders:
            yield self._row(folder, [account for account in self.accounts if account.folder == folder], codes)
        if len(folders) > 1:
            yield self._row("all", self.accounts, codes)
        yield from self._named(
            "valid, but without any text", [a for a in self.accounts if a.valid and a.code == "no_text"]
        )
        yield from self._named("VALID, BUT NOT READ", [a for a in self.accounts if a.lost])
        yield from self._named("CRASHED", [a for a in self.accounts if a.crash])
        yield from self._named(f"OVER {SECONDS:.0f} s OR 1 GiB", [a for a in self.accounts if a.costly])

    def _row(self, name: str, accounts: Sequence[Account], codes: Sequence[str]) -> str:
        counts = Counter(account.code for account in accounts)
        slowest = max(accounts, key=lambda account: account.seconds)
        memory = max(account.memory for account in accounts)
        crashed = sum(account.crash is not None for account in accounts)
        return _row(
            name,
            len(accounts),
            counts[None],
            *(counts[code] or "–" for code in codes),
            crashed,
            f"{slowest.seconds:.1f} s",
            f"{memory / _MEBIBYTE:.0f} MiB",
            codes=codes,
        )

    def _named(self, title: str, accounts: Sequence[Account]) -> Iterator[str]:
        if accounts:
            yield f"\n{title}: {len(accounts)}"
        for account in accounts:
            cost = f"{account.seconds:.1f} s, {account.memory / _MEBIBYTE:.0f} MiB"
            yield f"  {account.folder}/{account.name}: {account.crash or account.code} ({cost})"


def _row(*cells: object, codes: Sequence[str]) -> str:
    widths = (16, 6, 6, *(max(6, len(code)) for code in codes), 8, 8, 9)
    first, *others = (str(cell).rjust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join((first.strip().ljust(widths[0]), *others))

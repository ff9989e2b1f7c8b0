"""The model's answers as Markdown."""

from collections.abc import Iterator, Sequence
from dataclasses import fields

from benchmarks.cost.alternatives import machines, polly
from benchmarks.cost.model import BOOK_WORDS, Model
from benchmarks.cost.prices import NOTED, SOURCES, Allowances, Prices
from benchmarks.cost.usage import NOTHING, bill

BOOKS = (10, 1_000, 100_000)
MEMORIES = (512, 1024, 1769, 2048, 3008)
COMPUTE = ("Lambda, time", "Lambda, requests", "SQS", "API Gateway", "Logs", "Secrets (KMS)")
FREE = Allowances()

Row = Sequence[object]


def document(model: Model, regions: Sequence[Prices]) -> str:
    """Write all tables; the first region is the one that single figures are for."""
    sections = [
        *_section("The measured book", _measured(model)),
        *_section(f"A book of {BOOK_WORDS:,} words", _book(model, regions)),
        *_section("A month", _month(model, regions)),
        *_section("A month in which nobody comes", _idle(model, regions)),
        *_section("Memory of the four functions that convert", _memory(model, regions[0])),
        *_section("The same work elsewhere", _elsewhere(model, regions[0])),
        *_section(f"Prices, as of {NOTED}, in US dollars", _prices(regions)),
    ]
    sources = ", ".join(f"[{name}]({address})" for name, address in SOURCES.items())
    return "\n".join([*sections, f"Where to check: {sources}."])


def _section(title: str, rows: Iterator[Row]) -> Iterator[str]:
    head, *body = rows
    yield f"### {title}\n"
    yield _line(head)
    yield _line(["---", *("---:" for _ in head[1:])])
    yield from map(_line, body)
    yield ""


def _line(cells: Row) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _measured(model: Model) -> Iterator[Row]:
    yield ("function", "invocations", "CPU s each", "waits s each", "import CPU s", "MB", "seconds each")
    for name, function in sorted(model.functions.items()):
        memory = model.deployment.memory[name]
        yield (
            name,
            f"{function.invocations:.0f}",
            f"{function.cpu:.2f}",
            f"{function.wait:.2f}",
            f"{function.init:.2f}",
            memory,
            f"{function.seconds(memory):.2f}",
        )


def _book(model: Model, regions: Sequence[Prices]) -> Iterator[Row]:
    yield ("", *(f"{prices.region}, {store}" for prices in regions for store in ("S3", "R2")))
    used = model.book()
    bills = [bill(used, prices, store=store) for prices in regions for store in ("s3", "r2")]
    for kind in bills[0]:
        if any(one[kind] for one in bills):
            yield (kind, *(f"{one[kind]:.4f}" for one in bills))
    yield ("**a book**", *(f"**{sum(one.values()):.3f}**" for one in bills))


def _month(model: Model, regions: Sequence[Prices]) -> Iterator[Row]:
    yield ("books", *(f"{prices.region}, {store}" for prices in regions for store in ("S3", "R2")), "of it Supabase")
    for books in BOOKS:
        used = model.idle() + model.book() * books
        bills = [bill(used, prices, FREE, store) for prices in regions for store in ("s3", "r2")]
        totals = (f"{sum(one.values()):,.2f}" for one in bills)
        yield (f"{books:,}", *totals, f"{bills[0]['Supabase']:,.2f}")


def _idle(model: Model, regions: Sequence[Prices]) -> Iterator[Row]:
    yield ("", *(f"{prices.region}, {what}" for prices in regions for what in ("list", "after allowances")))
    bills = [bill(model.idle(), prices, free) for prices in regions for free in (NOTHING, FREE)]
    for kind in bills[0]:
        if any(one[kind] for one in bills):
            yield (kind, *(f"{one[kind]:.2f}" for one in bills))
    yield ("**a month**", *(f"**{sum(one.values()):.2f}**" for one in bills))


def _memory(model: Model, prices: Prices) -> Iterator[Row]:
    yield ("MB", "a segment, s", "Lambda, a book", "all, a book", "against the template's")
    usual = sum(bill(model.book(), prices).values())
    for memory in MEMORIES:
        other = model.with_memory(memory)
        costs = bill(other.book(), prices)
        total = sum(costs.values())
        change = f"{(total / usual - 1) * 100:+.0f} %"
        yield (memory, f"{other.longest():.1f}", f"{costs['Lambda, time']:.4f}", f"{total:.4f}", change)


def _elsewhere(model: Model, prices: Prices) -> Iterator[Row]:
    yield (
        "books a month",
        "Lambda and what it needs",
        "EC2, always on",
        "Fargate, always on",
        "machines",
        "Polly, standard",
        "Polly, neural",
    )
    characters = model.measured["book"]["characters"] * model.scale
    for books in BOOKS:
        costs = bill(model.idle() + model.book() * books, prices, FREE)
        own = sum(costs[kind] for kind in COMPUTE)
        always = machines(books, model.cpu_seconds(), prices)
        standard, neural = polly(characters * books, prices)
        yield (
            f"{books:,}",
            f"{own:,.2f}",
            f"{always.ec2:,.2f}",
            f"{always.fargate:,.2f}",
            always.count,
            f"{standard:,.2f}",
            f"{neural:,.2f}",
        )


def _prices(regions: Sequence[Prices]) -> Iterator[Row]:
    yield ("", *(prices.region for prices in regions))
    for field in fields(Prices):
        if field.name != "region":
            yield (f"`{field.name}`", *(_exact(getattr(prices, field.name)) for prices in regions))


def _exact(price: float) -> str:
    return f"{price:.10f}".rstrip("0").rstrip(".")


def about(model: Model) -> str:
    """Say what was measured, and from how many downloads on R2 is the cheaper store."""
    book, used = model.measured["book"], model.book()
    break_even = used.sent_gb / used.downloaded_gb * model.assumed.downloads
    return (
        f"Measured: *{book['title']}* ({book['words']:,} words, {book['chapters']} chapters, "
        f"{book['audio_seconds'] / 3600:.2f} hours of speech with eSpeak NG) on {model.measured['machine']}, "
        f"scaled to {BOOK_WORDS:,} words. Such a book takes {model.cpu_seconds():,.0f} processor seconds; functions "
        f"write {used.sent_gb:.2f} GB for it, so R2 saves traffic from {break_even:.1f} downloads on."
    )

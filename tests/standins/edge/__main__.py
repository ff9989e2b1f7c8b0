"""`python -m tests.standins.edge`: the service in a process of its own; it prints its address and runs until its end.

GET /record tells what it did.
"""

import argparse
import asyncio
import sys

from aiohttp import web

from tests.standins.background import listen
from tests.standins.edge.faults import Fault, Outage, mixed
from tests.standins.edge.service import EdgeService


def main() -> None:
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="of 127.0.0.1 (default: a free one)")
    parser.add_argument("--first-byte", type=float, default=0.0, metavar="SECONDS")
    parser.add_argument("--speed", type=float, default=0.0, metavar="TIMES", help="real time (default: at once)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--outage", type=_outage, action="append", default=[], metavar="START:END[:STATUS]")
    for fault in Fault:
        parser.add_argument(f"--{fault.name.lower().replace('_', '-')}", type=float, default=0.0, metavar="SHARE")
    options = parser.parse_args()
    shares = {fault: getattr(options, fault.name.lower()) for fault in Fault}
    service = EdgeService(mixed(shares, options.seed), (), options.first_byte, options.speed, None)
    service.outages += options.outage
    asyncio.run(_serve(service, options.port))


async def _serve(service: EdgeService, port: int) -> None:
    port = await listen(web.AppRunner(service.application()), port)
    sys.stdout.write(f"ws://127.0.0.1:{port}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


def _outage(text: str) -> Outage:
    begin, end, *status = text.split(":")
    return Outage(float(begin), float(end), int(status[0]) if status else 503)


if __name__ == "__main__":
    main()
